import type { CallExpression } from 'acorn';
import { hasEarlyConsumer } from './early-consumers.js';
import type { Held, HeldResource } from './held-resource.js';
import type { SyntaxNode } from './parser.js';
import { isCaught, type PromiseChain, promiseChain } from './promise-chains.js';
import { type FunctionNode, isClass, isFunction, memberName, type ScriptSyntax } from './script-syntax.js';
import type { WayKind, WayOut } from './way-out.js';

/** Bits of what may be the case at a point: still held, given back or handed on; 0 where no way leads. */
export type State = number;
export const NOWHERE = 0;
export const HELD = 1;
export const FREE = 2;

/** A way out, and whether `catch` sees it. */
export interface Exit {
  readonly way: WayOut;
  readonly kind: 'return' | 'throw';
}

const LISTENING = new Set(['on', 'once', 'addListener', 'addEventListener']);
const AT_ONCE = new Set(['forEach', 'map', 'filter', 'some', 'every', 'find', 'reduce', 'flatMap', 'sort']);
const MAX_DEPTH = 3;

/** Follows expressions from held to free. What a statement does is for the class below it to say. */
export abstract class ExpressionWalk {
  protected readonly tree: ScriptSyntax;
  protected readonly held: HeldResource;
  protected readonly depth: number;
  protected exits: Exit[] = [];
  /** Ways of callbacks, which no `finally` around them changes. */
  protected readonly later: WayOut[] = [];
  /** The last condition on which it depends whether it is given back. */
  protected deciding: SyntaxNode | null = null;
  /** Whether some way gives back what is held. */
  protected isGivenBack = false;
  protected readonly releaseEvents = new Map<string, SyntaxNode>();

  /** @param depth how many functions are around it that are followed as well */
  constructor(tree: ScriptSyntax, held: HeldResource, depth: number) {
    this.tree = tree;
    this.held = held;
    this.depth = depth;
  }

  protected abstract statement(node: SyntaxNode, state: State): State;

  /** The ways out of another function that has what is held. */
  protected abstract waysIn(fn: FunctionNode, held: Held): WayOut[];

  /** @param isResult the value leaves the function: what is held goes with it */
  protected expression(node: SyntaxNode, state: State, isResult = false): State {
    if (node === this.held.facts.taken) return this.children(node, state) === NOWHERE ? NOWHERE : HELD;
    if (isFunction(node) || isClass(node)) return this.#handedTo(node, state);
    if (this.held.isRelease(node)) return this.children(node, state) === NOWHERE ? NOWHERE : this.free(state);
    switch (node.type) {
      case 'Identifier':
        return isResult && this.held.isHeld(node) ? FREE : state;
      case 'YieldExpression':
        if ((state & HELD) !== 0 && hasEarlyConsumer(this.tree, node)) this.exit('yield', node);
        return this.#awaited(node, state);
      case 'AwaitExpression':
        return this.#awaited(node, state);
      case 'ConditionalExpression':
        return this.branch(node.test, node.consequent, node.alternate, state);
      case 'LogicalExpression': {
        const left = this.expression(node.left, state);
        const { whenTrue, whenFalse } = this.#narrow(node.left, left);
        if (node.operator === '&&') {
          const right = whenTrue === NOWHERE ? NOWHERE : this.expression(node.right, whenTrue, isResult);
          if (right !== NOWHERE && whenFalse !== NOWHERE && ((right ^ whenFalse) & HELD) !== 0)
            this.deciding = node.left;
          return right | whenFalse;
        }
        return left | this.expression(node.right, left, isResult);
      }
      case 'ChainExpression':
        return this.expression(node.expression, state, isResult);
      case 'ObjectExpression':
      case 'ArrayExpression':
        return isResult && this.held.mentions(node) ? FREE : this.children(node, state);
      case 'AssignmentExpression': {
        const after = this.expression(node.right, state);
        // Kept in a field or an outer variable: somebody else gives it back.
        return this.held.isHeld(node.right) && !this.held.isHeld(node.left) ? FREE : after;
      }
      case 'CallExpression':
      case 'NewExpression':
        return this.#call(node as CallExpression, state, isResult);
      default:
        return this.children(node, state);
    }
  }

  /** Who waits for a promise, or takes what is yielded, may fail. */
  #awaited(node: SyntaxNode & { readonly argument?: SyntaxNode | null }, state: State): State {
    if (!node.argument) return state;
    const after = this.expression(node.argument, state);
    // What is awaited may give it back itself, as `await client.release()` does.
    if ((after & HELD) !== 0 && !this.held.takes(node) && !isCaught(node.argument)) this.exit('reject', node);
    return after;
  }

  protected children(node: SyntaxNode, state: State): State {
    let after = state;
    for (const child of this.tree.children(node)) {
      if (after === NOWHERE) break;
      after = this.part(child, after);
    }
    return after;
  }

  protected part(node: SyntaxNode, state: State): State {
    return /Statement$|Declaration$/.test(node.type) ? this.statement(node, state) : this.expression(node, state);
  }

  #call(call: CallExpression, state: State, isResult: boolean): State {
    const chain = promiseChain(call);
    const isConcerned = ({ call: step }: { readonly call: CallExpression }): boolean =>
      step.arguments.some((argument) => this.held.concerns(argument as SyntaxNode));
    if (chain?.steps.some(isConcerned)) return this.#chain(chain, state);
    const name = call.callee.type === 'MemberExpression' ? (memberName(call.callee) ?? '') : '';
    let after = this.expression(call.callee as SyntaxNode, state);
    for (const argument of call.arguments as SyntaxNode[]) {
      // Of several listeners that give it back the first one makes it free, and all of them count.
      const isAlso = LISTENING.has(name) && this.releaseEvents.size > 0;
      if (isFunction(argument) && ((after & HELD) !== 0 || isAlso) && this.held.releasesIn(argument)) {
        if (AT_ONCE.has(name)) after = this.#inline(argument, after);
        else if (LISTENING.has(name)) {
          const event = call.arguments[0];
          const isNamed = event?.type === 'Literal' && typeof event.value === 'string';
          this.releaseEvents.set(isNamed ? String(event.value) : '', call);
          after = this.free(after);
        } else {
          this.#continue(argument);
          after = this.free(after);
        }
      } else if (isFunction(argument)) continue;
      else after = this.expression(argument, after);
    }
    if ((after & HELD) === 0) return after;
    const passed = (call.arguments as SyntaxNode[]).findIndex((argument) => this.held.isHeld(argument));
    if (passed !== -1) {
      const fn = this.held.local(call.callee as SyntaxNode);
      const parameter = fn?.params[passed];
      if (fn !== null && parameter?.type === 'Identifier' && this.depth < MAX_DEPTH) {
        const inner = this.tree.variableOf(parameter);
        if (this.held.releasesIn(fn, inner)) {
          const { facts } = this.held;
          const names = new Set([...facts.names, inner]);
          this.later.push(...this.waysIn(fn, { ...facts, names, taken: fn, errorName: null }));
          return this.free(after);
        }
      } else if (isResult || call.type === ('NewExpression' as string)) return FREE;
    }
    if (this.held.isHandedTo(call)) return FREE;
    if (this.held.isLocalRelease(call.callee as SyntaxNode)) return this.free(after);
    // A release that is handed on: `stream.on('end', client.release)` or `finished(stream, done)`.
    const isGiven = (argument: SyntaxNode): boolean =>
      this.held.isReleaseValue(argument) || this.held.isLocalRelease(argument);
    return (call.arguments as SyntaxNode[]).some(isGiven) ? this.free(after) : after;
  }

  /** @param before what was the case before a line that gives back */
  protected free(before: State): State {
    if ((before & HELD) !== 0) this.isGivenBack = true;
    return FREE;
  }

  /** `work().then(use).catch(fail).finally(release)` */
  #chain({ root, steps }: PromiseChain, state: State): State {
    const start = this.expression(root, state);
    if ((start & HELD) === 0 && !this.held.takesBelow(root)) {
      for (const { call } of steps)
        for (const argument of call.arguments) this.#handedTo(argument as SyntaxNode, start);
    }
    let isOnSuccess = false;
    let isOnFailure = false;
    for (const { name, call } of steps) {
      const [first, second] = call.arguments as (SyntaxNode | undefined)[];
      const does = (argument: SyntaxNode | undefined): boolean =>
        argument !== undefined &&
        ((isFunction(argument) && this.held.releasesIn(argument)) ||
          this.held.isReleaseValue(argument) ||
          this.held.isLocalRelease(argument));
      if (name === 'finally' && does(first)) return this.free(HELD);
      if (name === 'then') {
        isOnSuccess ||= does(first);
        isOnFailure ||= does(second);
      } else if (name === 'catch') isOnFailure ||= does(first);
      // After a `catch` that does not throw again, what follows runs in both cases.
      const isCaught = steps.some(
        (step) => step.name === 'catch' && step.call.start <= call.start && step.call.end < call.end,
      );
      if (name === 'then' && isCaught && does(first)) return this.free(HELD);
    }
    if (!isOnSuccess && !isOnFailure) return start;
    if (!isOnFailure) this.later.push({ kind: 'reject', tree: this.tree, node: root });
    else if (!isOnSuccess) this.later.push({ kind: 'end', tree: this.tree, node: root });
    else
      for (const { call } of steps)
        for (const argument of call.arguments)
          if (isFunction(argument as SyntaxNode) && this.held.releasesIn(argument as FunctionNode))
            this.#continue(argument as FunctionNode);
    return this.free(HELD);
  }

  /** A callback that runs later, and once: it has what is held, and must give it back on each of its ways. */
  #continue(fn: FunctionNode): void {
    if (this.depth >= MAX_DEPTH) return;
    this.later.push(...this.waysIn(fn, { ...this.held.facts, taken: fn }));
  }

  #inline(fn: FunctionNode, state: State): State {
    return fn.body.type === 'BlockStatement' ? this.statement(fn.body, state) : this.expression(fn.body, state);
  }

  /** A function that is made here and not handed to a call: who has it may give back what is held. */
  #handedTo(node: SyntaxNode, state: State): State {
    return isFunction(node) && this.held.releasesIn(node) ? this.free(state) : state;
  }

  /** @param state where it is free on some ways, the condition that decides is the line to look at */
  protected exit(kind: WayKind, node: SyntaxNode, state: State = HELD): void {
    const decides = (state & FREE) !== 0 && kind !== 'reject' ? this.deciding : null;
    const way: WayOut =
      decides === null
        ? { kind, tree: this.tree, node: this.#answering(node) }
        : { kind: conditionKind(decides), tree: this.tree, node: decides };
    // No `catch` sees that a consumer stops.
    this.exits.push({ way, kind: kind === 'return' || kind === 'yield' ? 'return' : 'throw' });
  }

  /** Before a bare `return` stands what ends the work: `reject(error); return;`. */
  #answering(node: SyntaxNode): SyntaxNode {
    if (node.type !== 'ReturnStatement' || node.argument) return node;
    const block = this.tree.parent(node);
    if (block?.type !== 'BlockStatement') return node;
    return block.body[(block.body as SyntaxNode[]).indexOf(node) - 1] ?? node;
  }

  protected branch(test: SyntaxNode, consequent: SyntaxNode, alternate: SyntaxNode | null, state: State): State {
    const tested = this.expression(test, state);
    const { whenTrue, whenFalse } = this.#narrow(test, tested);
    const yes = whenTrue === NOWHERE ? NOWHERE : this.part(consequent, whenTrue);
    const no = whenFalse === NOWHERE || alternate === null ? whenFalse : this.part(alternate, whenFalse);
    if (yes !== NOWHERE && no !== NOWHERE && ((yes ^ no) & HELD) !== 0) this.deciding = test;
    return yes | no;
  }

  /** What a condition says about being held: `if (client)` does not hold without one, nor `if (error)` with one. */
  #narrow(test: SyntaxNode, state: State): { whenTrue: State; whenFalse: State } {
    const subject = this.held.subject(test);
    if (subject === 'held') return { whenTrue: state, whenFalse: state & FREE };
    if (subject === 'free') return { whenTrue: state & FREE ? state & FREE : FREE, whenFalse: state };
    if (subject === 'not-released') return { whenTrue: state, whenFalse: FREE };
    return { whenTrue: state, whenFalse: state };
  }
}

/** How a way is called that a condition, or a `catch`, decides about. */
export function conditionKind(node: SyntaxNode): WayKind {
  return node.type === 'CatchClause' ? 'catch' : 'guard';
}
