import type { CallExpression, Identifier } from 'acorn';
import { deepSome, referencesOf, someBelow } from './guards.js';
import type { SyntaxNode } from './parser.js';
import { isCaught, type PromiseChain, promiseChain } from './promise-chains.js';
import { type FunctionNode, isClass, isFunction, isNothing, memberName, type ScriptSyntax } from './script-syntax.js';
import { classOf } from './this-class.js';

/** How a function is left. */
export type WayKind =
  | 'return'
  | 'throw'
  | 'reject'
  | 'end'
  | 'break'
  | 'next-round'
  | 'error-event'
  | 'guard'
  | 'catch';

/** A way out of a function on which something is still held. */
export interface WayOut {
  readonly kind: WayKind;
  readonly tree: ScriptSyntax;
  /** The statement or `await` that leaves. */
  readonly node: SyntaxNode;
}

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

/** Bits of what may be the case at a point: still held, given back or handed on; 0 where no way leads. */
type State = number;
const NOWHERE = 0;
const HELD = 1;
const FREE = 2;

interface Exit {
  readonly way: WayOut;
  readonly kind: 'return' | 'throw';
}

interface Jump {
  readonly label: string | null;
  readonly kind: 'break' | 'continue';
  readonly state: State;
  readonly node: SyntaxNode;
}

const LISTENING = new Set(['on', 'once', 'addListener', 'addEventListener']);
const AT_ONCE = new Set(['forEach', 'map', 'filter', 'some', 'every', 'find', 'reduce', 'flatMap', 'sort']);
/** Events that come whatever happened. */
const FINAL_EVENTS = new Set(['close', 'exit']);
const MAX_DEPTH = 3;

/**
 * The ways out of a function on which what it took is not given back: `return`, `throw`, a promise that is rejected at an
 * `await`, the end of the body or of a callback, the next round of a loop. Abstract interpretation over the syntax tree with the two
 * states *held* and *free*; `finally` is applied to each way that leaves its `try`. Ordinary calls are taken not to throw: nearly every
 * line would be a way out.
 *
 * @param body of the function, or the expression of an arrow function
 * @param startsHeld the function is handed what is held
 */
export function findWaysOut(tree: ScriptSyntax, body: SyntaxNode, held: Held, startsHeld: boolean): WayOut[] {
  const walk = new Walk(tree, held, 0);
  return walk.body(body, startsHeld);
}

/** The way to name first: one that the code takes on purpose is more often the fault than one that a failure takes. */
export function likeliestWay(ways: readonly WayOut[]): WayOut | undefined {
  return ways.find(({ kind }) => kind !== 'reject' && kind !== 'error-event') ?? ways[0];
}

class Walk {
  readonly #tree: ScriptSyntax;
  readonly #held: Held;
  readonly #depth: number;
  #exits: Exit[] = [];
  #jumps: Jump[] = [];
  /** Ways of callbacks, which no `finally` around them changes. */
  readonly #later: WayOut[] = [];
  /** The last condition on which it depends whether it is given back. */
  #deciding: SyntaxNode | null = null;
  readonly #releaseEvents = new Map<string, SyntaxNode>();

  constructor(tree: ScriptSyntax, held: Held, depth: number) {
    this.#tree = tree;
    this.#held = held;
    this.#depth = depth;
  }

  body(body: SyntaxNode, startsHeld: boolean): WayOut[] {
    const start = startsHeld ? HELD : FREE;
    const end =
      body.type === 'BlockStatement' || body.type === 'Program'
        ? this.#statement(body, start)
        : this.#expression(body, start, true);
    const ways = [...this.#exits.map(({ way }) => way), ...this.#later];
    if ((end & HELD) !== 0 && (end & FREE) !== 0 && this.#deciding !== null)
      ways.push({ kind: decidingKind(this.#deciding), tree: this.#tree, node: this.#deciding });
    else if ((end & HELD) !== 0)
      ways.push({ kind: 'end', tree: this.#tree, node: body.type === 'BlockStatement' ? lastOf(body) : body });
    const events = [...this.#releaseEvents.keys()];
    if (events.length > 0 && !events.some((event) => FINAL_EVENTS.has(event) || event === 'error' || event === '')) {
      const [[, node]] = this.#releaseEvents;
      ways.push({ kind: 'error-event', tree: this.#tree, node });
    }
    return ways;
  }

  /** @param state where it is free on some ways, the condition that decides is the line to look at */
  #exit(kind: WayKind, node: SyntaxNode, state: State = HELD): void {
    const decides = (state & FREE) !== 0 && kind !== 'reject' ? this.#deciding : null;
    const way: WayOut =
      decides === null
        ? { kind, tree: this.#tree, node: this.#answering(node) }
        : { kind: decidingKind(decides), tree: this.#tree, node: decides };
    this.#exits.push({ way, kind: kind === 'return' ? 'return' : 'throw' });
  }

  /** Before a bare `return` stands what ends the work: `reject(error); return;`. */
  #answering(node: SyntaxNode): SyntaxNode {
    if (node.type !== 'ReturnStatement' || node.argument) return node;
    const block = this.#tree.parent(node);
    if (block?.type !== 'BlockStatement') return node;
    return block.body[(block.body as SyntaxNode[]).indexOf(node) - 1] ?? node;
  }

  #block(statements: readonly SyntaxNode[], start: State): State {
    let state = start;
    for (const statement of statements) {
      if (state === NOWHERE) break;
      state = this.#statement(statement, state);
    }
    return state;
  }

  #statement(node: SyntaxNode, state: State): State {
    switch (node.type) {
      case 'BlockStatement':
      case 'Program':
        return this.#block(node.body, state);
      case 'ExpressionStatement':
        return this.#expression(node.expression, state);
      case 'VariableDeclaration': {
        let after = state;
        for (const { init } of node.declarations) if (init) after = this.#expression(init, after);
        const isDisposed =
          (node.kind as string).endsWith('using') && node.declarations.some(({ init }) => init && this.#takes(init));
        return isDisposed ? FREE : after;
      }
      case 'ReturnStatement': {
        const after = node.argument ? this.#expression(node.argument, state, true) : state;
        if ((after & HELD) !== 0) this.#exit('return', node, after);
        return NOWHERE;
      }
      case 'ThrowStatement': {
        const after = this.#expression(node.argument, state);
        if ((after & HELD) !== 0) this.#exit('throw', node, after);
        return NOWHERE;
      }
      case 'IfStatement':
        return this.#branch(node.test, node.consequent, node.alternate ?? null, state);
      case 'TryStatement':
        return this.#try(node, state);
      case 'WhileStatement':
      case 'ForStatement':
      case 'ForOfStatement':
      case 'ForInStatement':
      case 'DoWhileStatement':
        return this.#loop(node, state, null);
      case 'LabeledStatement':
        if (/^(?:For|While|DoWhile)/.test(node.body.type)) return this.#loop(node.body, state, node.label.name);
        return this.#landing(this.#statement(node.body, state), node.label.name, node.body);
      case 'SwitchStatement':
        return this.#switch(node, state);
      case 'BreakStatement':
      case 'ContinueStatement':
        this.#jumps.push({
          label: node.label?.name ?? null,
          kind: node.type === 'BreakStatement' ? 'break' : 'continue',
          state,
          node,
        });
        return NOWHERE;
      case 'FunctionDeclaration':
      case 'ClassDeclaration':
      case 'EmptyStatement':
        return state;
      default:
        return this.#children(node, state);
    }
  }

  #branch(test: SyntaxNode, consequent: SyntaxNode, alternate: SyntaxNode | null, state: State): State {
    const tested = this.#expression(test, state);
    const { whenTrue, whenFalse } = this.#narrow(test, tested);
    const yes = whenTrue === NOWHERE ? NOWHERE : this.#part(consequent, whenTrue);
    const no = whenFalse === NOWHERE || alternate === null ? whenFalse : this.#part(alternate, whenFalse);
    if (yes !== NOWHERE && no !== NOWHERE && ((yes ^ no) & HELD) !== 0) this.#deciding = test;
    return yes | no;
  }

  #part(node: SyntaxNode, state: State): State {
    return /Statement$|Declaration$/.test(node.type) ? this.#statement(node, state) : this.#expression(node, state);
  }

  /** What a condition says about being held: `if (client)` does not hold without one, nor `if (error)` with one. */
  #narrow(test: SyntaxNode, state: State): { whenTrue: State; whenFalse: State } {
    const subject = this.#subject(test);
    if (subject === 'held') return { whenTrue: state, whenFalse: state & FREE };
    if (subject === 'free') return { whenTrue: state & FREE ? state & FREE : FREE, whenFalse: state };
    if (subject === 'not-released') return { whenTrue: state, whenFalse: FREE };
    return { whenTrue: state, whenFalse: state };
  }

  #subject(test: SyntaxNode): 'held' | 'free' | 'not-released' | null {
    const held = this.#held;
    if (test.type === 'Identifier') {
      const variable = this.#tree.variableOf(test);
      if (variable === null) return null;
      if (held.names.has(variable)) return 'held';
      return variable === held.errorName ? 'free' : null;
    }
    if (test.type === 'UnaryExpression' && test.operator === '!') {
      const inner = this.#subject(test.argument);
      if (inner === 'held') return 'free';
      if (inner === 'free') return 'held';
      return test.argument.type === 'Identifier' && this.#marksRelease(test.argument) ? 'not-released' : null;
    }
    if (test.type === 'BinaryExpression') {
      const isEqual = test.operator === '===' || test.operator === '==';
      if (!isEqual && test.operator !== '!==' && test.operator !== '!=') return null;
      const left = test.left as SyntaxNode;
      if (!isNothing(test.right) && !isNothing(left)) return null;
      const inner = this.#subject(isNothing(test.right) ? left : test.right);
      if (inner !== 'held' && inner !== 'free') return null;
      return isEqual === (inner === 'held') ? 'free' : 'held';
    }
    if (test.type === 'LogicalExpression' && test.operator === '&&') {
      // `client && !client.ended`: what else is asked is about the same thing.
      const left = this.#subject(test.left);
      if (left === 'held' && this.#mentions(test.right)) return 'held';
    }
    return null;
  }

  /** Whether a variable is set right beside a release, as in `client.release(); released = true;`. */
  #marksRelease(flag: Identifier): boolean {
    const variable = this.#tree.variableOf(flag);
    return (variable?.references ?? []).some((reference) => {
      const written = this.#tree.parent(reference.identifier as unknown as SyntaxNode);
      const statement = written?.type === 'AssignmentExpression' ? this.#tree.parent(written) : null;
      const block = statement === null ? null : this.#tree.parent(statement);
      if (!reference.isWrite() || block?.type !== 'BlockStatement') return false;
      return block.body.some(
        (beside) =>
          beside.type === 'ExpressionStatement' && someBelow(this.#tree, beside, (part) => this.#isRelease(part)),
      );
    });
  }

  #try(node: SyntaxNode & { type: 'TryStatement' }, state: State): State {
    const outerExits = this.#exits;
    const outerJumps = this.#jumps;
    this.#exits = [];
    this.#jumps = [];
    let after = this.#statement(node.block, state);
    if (node.handler) {
      const thrown = this.#exits.filter(({ kind }) => kind === 'throw');
      this.#exits = this.#exits.filter(({ kind }) => kind !== 'throw');
      // Before anything is taken, and after it was given back, the block may throw as well.
      const entered = (thrown.length > 0 ? HELD : NOWHERE) | (state & HELD) | FREE;
      const caught = this.#statement(node.handler.body, entered);
      if ((after & HELD) === 0 && after !== NOWHERE && (caught & HELD) !== 0) this.#deciding = node.handler;
      after |= caught;
    }
    const { finalizer } = node;
    if (finalizer) {
      const exits = this.#exits;
      const jumps = this.#jumps;
      this.#exits = outerExits;
      this.#jumps = outerJumps;
      const fromHeld =
        exits.length > 0 || jumps.some((jump) => (jump.state & HELD) !== 0) ? this.#statement(finalizer, HELD) : HELD;
      if ((fromHeld & HELD) !== 0) outerExits.push(...exits);
      for (const jump of jumps) outerJumps.push({ ...jump, state: (jump.state & HELD) !== 0 ? fromHeld : jump.state });
      return after === NOWHERE ? NOWHERE : this.#statement(finalizer, after);
    }
    outerExits.push(...this.#exits);
    outerJumps.push(...this.#jumps);
    this.#exits = outerExits;
    this.#jumps = outerJumps;
    return after;
  }

  #loop(node: SyntaxNode, state: State, label: string | null): State {
    const outer = this.#jumps;
    this.#jumps = [];
    let start = state;
    let test: SyntaxNode | null = null;
    let body: SyntaxNode;
    switch (node.type) {
      case 'ForStatement':
        if (node.init) start = this.#part(node.init, start);
        test = node.test ?? null;
        body = node.body;
        break;
      case 'WhileStatement':
      case 'DoWhileStatement':
        test = node.test;
        body = node.body;
        break;
      case 'ForOfStatement':
      case 'ForInStatement':
        start = this.#expression(node.right, start);
        if (node.type === 'ForOfStatement' && node.await && (start & HELD) !== 0) this.#exit('reject', node);
        body = node.body;
        break;
      default:
        return state;
    }
    if (test !== null) start = this.#expression(test, start);
    const end = this.#statement(body, start);
    const isMine = (jump: Jump): boolean => jump.label === null || jump.label === label;
    const continues = this.#jumps.filter((jump) => jump.kind === 'continue' && isMine(jump));
    const breaks = this.#jumps.filter((jump) => jump.kind === 'break' && isMine(jump));
    outer.push(...this.#jumps.filter((jump) => !isMine(jump)));
    this.#jumps = outer;
    const again = end | continues.reduce((all, jump) => all | jump.state, NOWHERE);
    if (this.#takesBelow(body) && (start & HELD) === 0 && (again & HELD) !== 0) {
      // The next round takes another one into the same variable.
      const held = continues.find((jump) => (jump.state & HELD) !== 0);
      if ((end & HELD) === 0 && held !== undefined) this.#exit('next-round', held.node);
      else if (this.#isDeclaredIn(body)) this.#exit('next-round', lastOf(body));
      else return this.#leaveLoop(node, start, again, breaks);
      return this.#leaveLoop(node, start, again & FREE, breaks);
    }
    return this.#leaveLoop(node, start, again, breaks);
  }

  #leaveLoop(node: SyntaxNode, start: State, again: State, breaks: readonly Jump[]): State {
    const isEndless = node.type === 'WhileStatement' && node.test.type === 'Literal' && node.test.value === true;
    const isEndlessFor = node.type === 'ForStatement' && !node.test;
    let normal = node.type === 'DoWhileStatement' ? again : start | again;
    if (isEndless || isEndlessFor) normal = NOWHERE;
    return breaks.reduce((all, jump) => all | this.#beyond(node, jump), normal);
  }

  #switch(node: SyntaxNode & { type: 'SwitchStatement' }, state: State): State {
    const outer = this.#jumps;
    this.#jumps = [];
    const start = this.#expression(node.discriminant, state);
    let through: State = NOWHERE;
    for (const { consequent } of node.cases) through = this.#block(consequent, start | through);
    const hasDefault = node.cases.some(({ test }) => !test);
    let after = through | (hasDefault ? NOWHERE : start);
    for (const jump of this.#jumps) {
      if (jump.kind === 'break' && jump.label === null) after |= jump.state;
      else outer.push(jump);
    }
    this.#jumps = outer;
    return after;
  }

  #landing(state: State, label: string, body: SyntaxNode): State {
    let after = state;
    this.#jumps = this.#jumps.filter((jump) => {
      if (jump.label !== label) return true;
      after |= this.#beyond(body, jump);
      return false;
    });
    return after;
  }

  /** What is held in a variable of a block is out of reach behind it. */
  #beyond(body: SyntaxNode, jump: Jump): State {
    if ((jump.state & HELD) === 0 || !this.#isDeclaredIn(body)) return jump.state;
    this.#exit('break', jump.node, jump.state);
    return FREE;
  }

  /** @param isResult the value leaves the function: what is held goes with it */
  #expression(node: SyntaxNode, state: State, isResult = false): State {
    if (node === this.#held.taken) return this.#children(node, state) === NOWHERE ? NOWHERE : HELD;
    if (isFunction(node) || isClass(node)) return this.#handedTo(node, state);
    if (this.#isRelease(node)) return this.#children(node, state) === NOWHERE ? NOWHERE : FREE;
    switch (node.type) {
      case 'Identifier':
        return isResult && this.#isHeld(node) ? FREE : state;
      case 'AwaitExpression':
      case 'YieldExpression': {
        if (!node.argument) return state;
        const after = this.#expression(node.argument, state);
        // What is awaited may give it back itself, as `await client.release()` does.
        if ((after & HELD) !== 0 && !this.#takes(node) && !isCaught(node.argument)) this.#exit('reject', node);
        return after;
      }
      case 'ConditionalExpression':
        return this.#branch(node.test, node.consequent, node.alternate, state);
      case 'LogicalExpression': {
        const left = this.#expression(node.left, state);
        const { whenTrue, whenFalse } = this.#narrow(node.left, left);
        if (node.operator === '&&') {
          const right = whenTrue === NOWHERE ? NOWHERE : this.#expression(node.right, whenTrue, isResult);
          if (right !== NOWHERE && whenFalse !== NOWHERE && ((right ^ whenFalse) & HELD) !== 0)
            this.#deciding = node.left;
          return right | whenFalse;
        }
        return left | this.#expression(node.right, left, isResult);
      }
      case 'ChainExpression':
        return this.#expression(node.expression, state, isResult);
      case 'ObjectExpression':
      case 'ArrayExpression':
        return isResult && this.#mentions(node) ? FREE : this.#children(node, state);
      case 'AssignmentExpression': {
        const after = this.#expression(node.right, state);
        // Kept in a field or an outer variable: somebody else gives it back.
        return this.#isHeld(node.right) && !this.#isHeld(node.left) ? FREE : after;
      }
      case 'CallExpression':
      case 'NewExpression':
        return this.#call(node as CallExpression, state, isResult);
      default:
        return this.#children(node, state);
    }
  }

  #children(node: SyntaxNode, state: State): State {
    let after = state;
    for (const child of this.#tree.children(node)) {
      if (after === NOWHERE) break;
      after = this.#part(child, after);
    }
    return after;
  }

  #call(call: CallExpression, state: State, isResult: boolean): State {
    const chain = promiseChain(call);
    const isConcerned = ({ call: step }: { readonly call: CallExpression }): boolean =>
      step.arguments.some((argument) => this.#concerns(argument as SyntaxNode));
    if (chain?.steps.some(isConcerned)) return this.#chain(chain, state);
    const name = call.callee.type === 'MemberExpression' ? (memberName(call.callee) ?? '') : '';
    let after = this.#expression(call.callee as SyntaxNode, state);
    for (const argument of call.arguments as SyntaxNode[]) {
      // Of several listeners that give it back the first one makes it free, and all of them count.
      const isAlso = LISTENING.has(name) && this.#releaseEvents.size > 0;
      if (isFunction(argument) && ((after & HELD) !== 0 || isAlso) && this.#releasesIn(argument)) {
        if (AT_ONCE.has(name)) after = this.#inline(argument, after);
        else if (LISTENING.has(name)) {
          const event = call.arguments[0];
          const isNamed = event?.type === 'Literal' && typeof event.value === 'string';
          this.#releaseEvents.set(isNamed ? String(event.value) : '', call);
          after = FREE;
        } else {
          this.#continue(argument);
          after = FREE;
        }
      } else if (isFunction(argument)) continue;
      else after = this.#expression(argument, after);
    }
    if ((after & HELD) === 0) return after;
    const passed = (call.arguments as SyntaxNode[]).findIndex((argument) => this.#isHeld(argument));
    if (passed !== -1) {
      const fn = this.#local(call.callee as SyntaxNode);
      const parameter = fn?.params[passed];
      if (fn !== null && parameter?.type === 'Identifier' && this.#depth < MAX_DEPTH) {
        const inner = this.#tree.variableOf(parameter);
        const walk = new Walk(
          this.#tree,
          { ...this.#held, names: new Set([...this.#held.names, inner]), taken: fn, errorName: null },
          this.#depth + 1,
        );
        if (this.#releasesIn(fn, inner)) {
          this.#later.push(...walk.body(fn.body, true));
          return FREE;
        }
      } else if (isResult || call.type === ('NewExpression' as string)) return FREE;
    }
    if (this.#isHandedTo(call) || this.#isLocalRelease(call.callee as SyntaxNode)) return FREE;
    // A release that is handed on: `stream.on('end', client.release)` or `finished(stream, done)`.
    const isGiven = (argument: SyntaxNode): boolean => this.#isReleaseValue(argument) || this.#isLocalRelease(argument);
    return (call.arguments as SyntaxNode[]).some(isGiven) ? FREE : after;
  }

  /** `work().then(use).catch(fail).finally(release)` */
  #chain({ root, steps }: PromiseChain, state: State): State {
    const start = this.#expression(root, state);
    if ((start & HELD) === 0 && !this.#takesBelow(root)) {
      for (const { call } of steps)
        for (const argument of call.arguments) this.#handedTo(argument as SyntaxNode, start);
    }
    let isOnSuccess = false;
    let isOnFailure = false;
    for (const { name, call } of steps) {
      const [first, second] = call.arguments as (SyntaxNode | undefined)[];
      const does = (argument: SyntaxNode | undefined): boolean =>
        argument !== undefined &&
        ((isFunction(argument) && this.#releasesIn(argument)) ||
          this.#isReleaseValue(argument) ||
          this.#isLocalRelease(argument));
      if (name === 'finally' && does(first)) return FREE;
      if (name === 'then') {
        isOnSuccess ||= does(first);
        isOnFailure ||= does(second);
      } else if (name === 'catch') isOnFailure ||= does(first);
      // After a `catch` that does not throw again, what follows runs in both cases.
      const isCaught = steps.some(
        (step) => step.name === 'catch' && step.call.start <= call.start && step.call.end < call.end,
      );
      if (name === 'then' && isCaught && does(first)) return FREE;
    }
    if (!isOnSuccess && !isOnFailure) return start;
    if (!isOnFailure) this.#later.push({ kind: 'reject', tree: this.#tree, node: root });
    else if (!isOnSuccess) this.#later.push({ kind: 'end', tree: this.#tree, node: root });
    else
      for (const { call } of steps)
        for (const argument of call.arguments)
          if (isFunction(argument as SyntaxNode) && this.#releasesIn(argument as FunctionNode))
            this.#continue(argument as FunctionNode);
    return FREE;
  }

  /** A callback that runs later, and once: it has what is held, and must give it back on each of its ways. */
  #continue(fn: FunctionNode): void {
    if (this.#depth >= MAX_DEPTH) return;
    const walk = new Walk(this.#tree, { ...this.#held, taken: fn }, this.#depth + 1);
    this.#later.push(...walk.body(fn.body, true));
  }

  #inline(fn: FunctionNode, state: State): State {
    return fn.body.type === 'BlockStatement' ? this.#statement(fn.body, state) : this.#expression(fn.body, state);
  }

  /** A function that is made here and not handed to a call: who has it may give back what is held. */
  #handedTo(node: SyntaxNode, state: State): State {
    return isFunction(node) && this.#releasesIn(node) ? FREE : state;
  }

  #takes(node: SyntaxNode): boolean {
    return node === this.#held.taken || (node.type === 'AwaitExpression' && this.#takes(node.argument));
  }

  #takesBelow(node: SyntaxNode): boolean {
    const { taken } = this.#held;
    return taken.start >= node.start && taken.end <= node.end && !isFunction(taken);
  }

  #isDeclaredIn(body: SyntaxNode): boolean {
    return [...this.#held.names].some((variable) => {
      const declared = (variable as { identifiers: SyntaxNode[] }).identifiers[0];
      return declared !== undefined && declared.start >= body.start && declared.end <= body.end;
    });
  }

  #isHeld(node: SyntaxNode): boolean {
    return node.type === 'Identifier' && this.#held.names.has(this.#tree.variableOf(node) ?? 0);
  }

  #mentions(node: SyntaxNode): boolean {
    return someBelow(this.#tree, node, (part) => this.#isHeld(part));
  }

  /** Whether a function, or what is inside it, speaks of what is held or gives it back. */
  #concerns(node: SyntaxNode): boolean {
    if (!isFunction(node)) return this.#isReleaseValue(node) || this.#isLocalRelease(node);
    return deepSome(this.#tree, node.body, (part) => this.#isHeld(part) || this.#isRelease(part));
  }

  #releasesIn(fn: FunctionNode, parameter: unknown = null): boolean {
    const { isRelease, names } = this.#held;
    const known = parameter === null ? names : new Set([...names, parameter]);
    return deepSome(this.#tree, fn.body, (part) => isRelease(part, known));
  }

  #isRelease(node: SyntaxNode): boolean {
    return this.#held.isRelease(node, this.#held.names);
  }

  /** `client.release`, `client.release.bind(client)`, or a variable that is the release itself. */
  #isReleaseValue(node: SyntaxNode): boolean {
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && memberName(node.callee) === 'bind')
      return this.#isReleaseValue(node.callee.object as SyntaxNode);
    if (node.type !== 'MemberExpression' && node.type !== 'Identifier') return false;
    const call = { type: 'CallExpression', callee: node, arguments: [], start: node.start, end: node.end };
    return this.#isRelease(call as unknown as SyntaxNode);
  }

  /** `open.set(id, client)`, `resolve(client)`: who has it then has to give it back. */
  #isHandedTo({ callee, arguments: given }: CallExpression): boolean {
    if (!(given as SyntaxNode[]).some((argument) => this.#isHeld(argument))) return false;
    if (callee.type === 'MemberExpression') return /^(?:set|add|push|unshift|resolve)$/.test(memberName(callee) ?? '');
    if (callee.type !== 'Identifier') return false;
    return (
      this.#tree.variableOf(callee)?.defs[0]?.type === 'Parameter' &&
      this.#tree.parent(this.#tree.parent(callee) ?? callee)?.type === 'ExpressionStatement'
    );
  }

  /** The name of a function of this script that gives it back. */
  #isLocalRelease(node: SyntaxNode): boolean {
    const fn = node.type === 'Identifier' ? this.#local(node) : null;
    return fn !== null && this.#releasesIn(fn);
  }

  #local(callee: SyntaxNode): FunctionNode | null {
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
}

function decidingKind(node: SyntaxNode): WayKind {
  return node.type === 'CatchClause' ? 'catch' : 'guard';
}

function lastOf(body: SyntaxNode): SyntaxNode {
  return body.type === 'BlockStatement' ? (body.body.at(-1) ?? body) : body;
}
