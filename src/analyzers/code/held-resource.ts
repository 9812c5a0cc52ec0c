import type { CallExpression, Identifier } from 'acorn';
import type { SyntaxNode } from './parser.js';
import { referencesOf } from './references.js';
import { type FunctionNode, isFunction, isNothing, memberName, type ScriptSyntax } from './script-syntax.js';
import { classOf } from './this-class.js';
import { deepSome, someBelow } from './tree-search.js';

/** What is held, and how it is given back. */
export interface Held {
  /** Where it is taken; a parameter when a callback is handed it. */
  readonly taken: SyntaxNode;
  /** Variables that stand for it. */
  readonly names: ReadonlySet<unknown>;
  /** Whether an expression gives back what one of the variables stands for. */
  readonly isRelease: (node: SyntaxNode, names: ReadonlySet<unknown>) => boolean;
  /** The variable of the error in a callback that gets either an error or the resource; or null. */
  readonly errorName: unknown;
}

/** What expressions have to do with what is held: whether they are it, give it back, or hand it on. */
export class HeldResource {
  readonly facts: Held;
  readonly #tree: ScriptSyntax;

  constructor(tree: ScriptSyntax, facts: Held) {
    this.#tree = tree;
    this.facts = facts;
  }

  takes(node: SyntaxNode): boolean {
    return node === this.facts.taken || (node.type === 'AwaitExpression' && this.takes(node.argument));
  }

  takesBelow(node: SyntaxNode): boolean {
    const { taken } = this.facts;
    return taken.start >= node.start && taken.end <= node.end && !isFunction(taken);
  }

  isDeclaredIn(body: SyntaxNode): boolean {
    return [...this.facts.names].some((variable) => {
      const declared = (variable as { identifiers: SyntaxNode[] }).identifiers[0];
      return declared !== undefined && declared.start >= body.start && declared.end <= body.end;
    });
  }

  isHeld(node: SyntaxNode): boolean {
    return node.type === 'Identifier' && this.facts.names.has(this.#tree.variableOf(node) ?? 0);
  }

  mentions(node: SyntaxNode): boolean {
    return someBelow(this.#tree, node, (part) => this.isHeld(part));
  }

  /** Whether a function, or what is inside it, speaks of what is held or gives it back. */
  concerns(node: SyntaxNode): boolean {
    if (!isFunction(node)) return this.isReleaseValue(node) || this.isLocalRelease(node);
    return deepSome(this.#tree, node.body, (part) => this.isHeld(part) || this.isRelease(part));
  }

  releasesIn(fn: FunctionNode, parameter: unknown = null): boolean {
    const { isRelease, names } = this.facts;
    const known = parameter === null ? names : new Set([...names, parameter]);
    return deepSome(this.#tree, fn.body, (part) => isRelease(part, known));
  }

  isRelease(node: SyntaxNode): boolean {
    return this.facts.isRelease(node, this.facts.names);
  }

  /** `client.release`, `client.release.bind(client)`, or a variable that is the release itself. */
  isReleaseValue(node: SyntaxNode): boolean {
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && memberName(node.callee) === 'bind')
      return this.isReleaseValue(node.callee.object as SyntaxNode);
    if (node.type !== 'MemberExpression' && node.type !== 'Identifier') return false;
    const call = { type: 'CallExpression', callee: node, arguments: [], start: node.start, end: node.end };
    return this.isRelease(call as unknown as SyntaxNode);
  }

  /** `open.set(id, client)`, `resolve(client)`: who has it then has to give it back. */
  isHandedTo({ callee, arguments: given }: CallExpression): boolean {
    if (!(given as SyntaxNode[]).some((argument) => this.isHeld(argument))) return false;
    if (callee.type === 'MemberExpression') return /^(?:set|add|push|unshift|resolve)$/.test(memberName(callee) ?? '');
    if (callee.type !== 'Identifier') return false;
    return (
      this.#tree.variableOf(callee)?.defs[0]?.type === 'Parameter' &&
      this.#tree.parent(this.#tree.parent(callee) ?? callee)?.type === 'ExpressionStatement'
    );
  }

  /** The name of a function of this script that gives it back. */
  isLocalRelease(node: SyntaxNode): boolean {
    const fn = node.type === 'Identifier' ? this.local(node) : null;
    return fn !== null && this.releasesIn(fn);
  }

  local(callee: SyntaxNode): FunctionNode | null {
    if (callee.type === 'Identifier') {
      const found = classOf(this.#tree, callee);
      return found !== null && isFunction(found) ? found : null;
    }
    if (callee.type !== 'MemberExpression' || callee.object.type !== 'ThisExpression') return null;
    const name = memberName(callee);
    const methods = this.#tree.functions.filter((fn) => {
      const above = this.#tree.parent(fn);
      return above?.type === 'MethodDefinition' && referencesOf(this.#tree, fn).includes(callee) && name !== null;
    });
    return methods.length === 1 ? methods[0] : null;
  }

  /** Whether a variable is set right beside a release, as in `client.release(); released = true;`. */
  marksRelease(flag: Identifier): boolean {
    const variable = this.#tree.variableOf(flag);
    return (variable?.references ?? []).some((reference) => {
      const written = this.#tree.parent(reference.identifier as unknown as SyntaxNode);
      const statement = written?.type === 'AssignmentExpression' ? this.#tree.parent(written) : null;
      const block = statement === null ? null : this.#tree.parent(statement);
      if (!reference.isWrite() || block?.type !== 'BlockStatement') return false;
      return block.body.some(
        (beside) =>
          beside.type === 'ExpressionStatement' && someBelow(this.#tree, beside, (part) => this.isRelease(part)),
      );
    });
  }

  subject(test: SyntaxNode): 'held' | 'free' | 'not-released' | null {
    const held = this.facts;
    if (test.type === 'Identifier') {
      const variable = this.#tree.variableOf(test);
      if (variable === null) return null;
      if (held.names.has(variable)) return 'held';
      return variable === held.errorName ? 'free' : null;
    }
    if (test.type === 'UnaryExpression' && test.operator === '!') {
      const inner = this.subject(test.argument);
      if (inner === 'held') return 'free';
      if (inner === 'free') return 'held';
      return test.argument.type === 'Identifier' && this.marksRelease(test.argument) ? 'not-released' : null;
    }
    if (test.type === 'BinaryExpression') {
      const isEqual = test.operator === '===' || test.operator === '==';
      if (!isEqual && test.operator !== '!==' && test.operator !== '!=') return null;
      const left = test.left as SyntaxNode;
      if (!isNothing(test.right) && !isNothing(left)) return null;
      const inner = this.subject(isNothing(test.right) ? left : test.right);
      if (inner !== 'held' && inner !== 'free') return null;
      return isEqual === (inner === 'held') ? 'free' : 'held';
    }
    if (test.type === 'LogicalExpression' && test.operator === '&&') {
      // `client && !client.ended`: what else is asked is about the same thing.
      const left = this.subject(test.left);
      if (left === 'held' && this.mentions(test.right)) return 'held';
    }
    return null;
  }
}
