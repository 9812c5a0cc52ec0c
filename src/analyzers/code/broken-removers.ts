import { hasOtherKey } from './keys.js';
import { declarationOf } from './module-links.js';
import type { SyntaxNode } from './parser.js';
import type { ProgramText } from './program-text.js';
import type { Remover } from './removers.js';
import { isClass, isFunction, keyName, memberName, type ScriptSyntax } from './script-syntax.js';
import type { PlaceSites, Site } from './site.js';
import { isWrittenTo, madeAt } from './site-shapes.js';
import { classOf, isThis } from './this-class.js';
import { someBelow } from './tree-search.js';
import { valueType } from './value-types.js';
import { escape } from './whole-words.js';

/** Why a line that looks like a remover removes nothing. */
export interface Broken {
  readonly tree: ScriptSyntax;
  readonly node: SyntaxNode;
  readonly why: 'unset-field' | 'never-true' | 'other-key' | 'no-effect' | 'inside' | 'other-place' | 'stopped';
  /** The field, or the other place, where it is one. */
  readonly detail: string;
}

/** Finds the removers of a place that cannot work, as the text shows. */
export class BrokenRemovers {
  readonly #program: ProgramText;
  readonly #found: PlaceSites;
  readonly #adds: readonly Site[];

  constructor(program: ProgramText, found: PlaceSites, adds: readonly Site[]) {
    this.#program = program;
    this.#found = found;
    this.#adds = adds;
  }

  /** Why a remover removes nothing, or null when nothing speaks against it. */
  reason(remover: Remover): Broken | null {
    return (
      this.#unsetField(remover) ??
      this.#absentSize(remover) ??
      neverTrue(remover) ??
      this.#otherKey(remover) ??
      takesNone(remover.site) ??
      takesBackAnother(remover.site, this.#adds) ??
      this.#putsBack(remover.site)
    );
  }

  /** A field that a clock's condition reads of entries, and that no line of the program sets. */
  #unsetField({ guards, site }: Remover): Broken | null {
    for (const { kind, tree, test } of guards) {
      if (kind !== 'clock') continue;
      let unset: string | null = null;
      someBelow(tree, test, (part) => {
        if (part.type !== 'MemberExpression' || part.object.type !== 'Identifier') return false;
        const name = memberName(part);
        if (name === null || tree.parent(part)?.type === 'CallExpression') return false;
        if (this.#adds.every((add) => this.#makesEntriesWithout(add, name)) && !this.#isSet(site.tree, name))
          unset = name;
        return unset !== null;
      });
      if (unset !== null) return { tree, node: test, why: 'unset-field', detail: unset };
    }
    return null;
  }

  /** Whether the entries that a line adds are made by a class or literal of the text that has no such field. */
  #makesEntriesWithout({ node, tree }: Site, name: string): boolean {
    if (node.type !== 'CallExpression') return false;
    const value = node.arguments.at(-1) as SyntaxNode | undefined;
    if (value?.type === 'ObjectExpression')
      return value.properties.every(
        (property) => property.type === 'Property' && keyName(property) !== null && keyName(property) !== name,
      );
    if (value?.type !== 'NewExpression' || value.callee.type !== 'Identifier') return false;
    const cls = classOf(tree, value.callee);
    if (cls === null || isFunction(cls) || cls.superClass) return false;
    // A computed field, or one of another object's, may be any.
    const text = tree.text.slice(cls.start, cls.end);
    return !new RegExp(`\\b${escape(name)}\\b|Object\\.assign|\\[`).test(text);
  }

  /** Whether a line sets a field of that name on anything but its own object: the class of the entries is known, and does not. */
  #isSet(home: ScriptSyntax, name: string): boolean {
    const { trees, isWhole } = this.#program.treesWith(this.#program.neighbors(home.name), name);
    if (!isWhole) return true;
    // A key of a literal, as in `{ ttlMs: 60_000 }`, or a declared field.
    const isDeclared = (tree: ScriptSyntax): boolean =>
      tree.keysNamed(name).some((key) => key.type !== 'MethodDefinition' && tree.parent(key)?.type !== 'ObjectPattern');
    return trees.some(
      (tree) =>
        isDeclared(tree) ||
        tree.membersNamed(name).some((member) => {
          const above = tree.parent(member);
          const isWritten =
            (above?.type === 'AssignmentExpression' && above.left === member) || above?.type === 'UpdateExpression';
          return isWritten && !isThis(tree, member.object as SyntaxNode);
        }),
    );
  }

  /** A condition on `length` of a Map or Set, or on `size` of an array: neither has it, so the comparison never holds. */
  #absentSize({ guards, site }: Remover): Broken | null {
    const absent = this.#absentName();
    if (absent === null) return null;
    for (const { tree, test, holds } of guards) {
      if (!holds) continue;
      const isAbsent = (node: SyntaxNode): boolean =>
        node.type === 'MemberExpression' &&
        memberName(node) === absent &&
        this.#found.levels.get(node.object as SyntaxNode) === 0 &&
        site.level === 0;
      const compared = comparisonIn(test, (left, right) => isAbsent(left) || isAbsent(right));
      if (compared !== null) return { tree, node: test, why: 'unset-field', detail: absent };
    }
    return null;
  }

  /** The name of a size that what the place is made as does not have, wherever it is made. */
  #absentName(): 'size' | 'length' | null {
    const kinds = new Set<string>();
    for (const { tree, node, action } of this.#found.sites) {
      if (action !== 'start') continue;
      const made = node.type === 'AssignmentExpression' ? node.right : madeAt(tree, node);
      kinds.add(made === null ? '' : this.#kindMade(tree, made));
    }
    const [kind] = kinds;
    if (kinds.size !== 1) return null;
    if (kind === 'keyed') return 'length';
    return kind === 'list' ? 'size' : null;
  }

  #kindMade(tree: ScriptSyntax, made: SyntaxNode): 'keyed' | 'list' | '' {
    if (made.type === 'ArrayExpression') return 'list';
    if (made.type !== 'NewExpression' || made.callee.type !== 'Identifier') return '';
    if (/^(?:Map|Set)$/.test(made.callee.name)) return 'keyed';
    const declared = declarationOf(this.#program, tree, made.callee);
    if (declared === null || !isClass(declared.node)) return '';
    const { superClass } = declared.node;
    const isKeyed = superClass?.type === 'Identifier' && /^(?:Map|Set)$/.test(superClass.name);
    const hasOwn =
      declared.tree.keysNamed('length').length > 0 ||
      declared.tree.membersNamed('length').some((member) => isWrittenTo(declared.tree, member));
    return isKeyed && !hasOwn ? 'keyed' : '';
  }

  #otherKey({ site }: Remover): Broken | null {
    return hasOtherKey(site, this.#adds) ? { tree: site.tree, node: site.node, why: 'other-key', detail: '' } : null;
  }

  /** `rows.delete(key); rows.set(key, row);` moves an entry to the end. */
  #putsBack({ tree, node }: Site): Broken | null {
    if (node.type !== 'CallExpression') return null;
    const statement = tree.parent(node);
    const block = statement === null ? null : tree.parent(statement);
    const key = textOf(tree, node.arguments[0] as SyntaxNode | undefined);
    if (statement?.type !== 'ExpressionStatement' || block?.type !== 'BlockStatement' || key === '') return null;
    const isPutBack = this.#adds.some(
      (add) =>
        add.tree === tree &&
        add.node.start > node.end &&
        add.node.type === 'CallExpression' &&
        tree.parent(tree.parent(add.node) ?? add.node) === block &&
        textOf(tree, add.node.arguments[0] as SyntaxNode | undefined) === key,
    );
    return isPutBack ? { tree, node, why: 'no-effect', detail: '' } : null;
  }
}

/** The text of a date compared with a number. */
function neverTrue({ guards }: Remover): Broken | null {
  for (const { tree, test, holds } of guards) {
    if (!holds) continue;
    const compared = comparisonIn(test, (left, right) => {
      const types = [valueType(tree, left), valueType(tree, right)];
      return types.includes('number') && types.includes('date-text');
    });
    if (compared !== null) return { tree, node: test, why: 'never-true', detail: '' };
  }
  return null;
}

/** A comparison that must hold for a condition to hold. */
function comparisonIn(test: SyntaxNode, matches: (left: SyntaxNode, right: SyntaxNode) => boolean): SyntaxNode | null {
  if (test.type === 'LogicalExpression' && test.operator === '&&')
    return comparisonIn(test.left, matches) ?? comparisonIn(test.right, matches);
  const isComparison = test.type === 'BinaryExpression' && /^[<>]=?$/.test(test.operator);
  return isComparison && matches(test.left as SyntaxNode, test.right) ? test : null;
}

/** `rows.splice(at, 0)` */
function takesNone({ tree, node }: Site): Broken | null {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return null;
  const count = node.arguments[1];
  const isNone = memberName(node.callee) === 'splice' && count?.type === 'Literal' && count.value === 0;
  return isNone ? { tree, node, why: 'no-effect', detail: '' } : null;
}

/** Calls that take back a single listener: that very function, and no other of the same code. */
const TAKE_BACK = new Set(['off', 'removeListener', 'removeEventListener']);

/**
 * A listener that is to be taken back, by a function that is made on that line and that nobody has added: `off('end', () => done())`,
 * `off('end', done.bind(this))`. Or it was added as a bound copy, made on the line that adds it, and only the function itself is given.
 */
function takesBackAnother({ tree, node }: Site, adds: readonly Site[]): Broken | null {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return null;
  if (!TAKE_BACK.has(memberName(node.callee) ?? '')) return null;
  const given = node.arguments[1] as SyntaxNode | undefined;
  if (given === undefined) return null;
  const isNew = isFunction(given) || boundIn(given) !== null;
  const text = textOf(tree, given);
  const isUnbound = adds.length > 0 && adds.every((add) => add.tree === tree && boundText(add) === text);
  return isNew || isUnbound ? { tree, node, why: 'no-effect', detail: '' } : null;
}

/** `done` in `done.bind(this)`, or null. */
function boundIn(node: SyntaxNode): SyntaxNode | null {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return null;
  return memberName(node.callee) === 'bind' ? (node.callee.object as SyntaxNode) : null;
}

/** The function of which a line adds a copy, as it is written there; '' for any other line. */
function boundText({ tree, node }: Site): string {
  if (node.type !== 'CallExpression') return '';
  const bound = node.arguments.map((given) => boundIn(given as SyntaxNode)).find((found) => found !== null);
  return textOf(tree, bound ?? undefined);
}

function textOf(tree: ScriptSyntax, node: SyntaxNode | undefined): string {
  return node === undefined ? '' : tree.text.slice(node.start, node.end);
}
