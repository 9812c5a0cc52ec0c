import type { CallExpression } from 'acorn';
import { functionNameOf } from './function-name.js';
import { asksClock, type Guard, guardsOf, referencesOf, someBelow } from './guards.js';
import type { SyntaxNode } from './parser.js';
import { RING, type Site } from './place-sites.js';
import type { ProgramText } from './program-text.js';
import { type FunctionNode, isFunction, keyName, mayBeNamed, memberName, type ScriptSyntax } from './script-syntax.js';

/** Who runs a line. */
export type Caller =
  /** A timer, once for each entry or again and again. */
  | 'timer'
  /** A listener, a callback or the continuation of a promise. */
  | 'event'
  /** The function that adds. */
  | 'adder'
  /** Another function, whose callers are unknown or elsewhere. */
  | 'call'
  /** No line of the program's text calls the function. */
  | 'nobody';

/** A line that removes from the place, with what decides whether it runs. */
export interface Remover {
  readonly site: Site;
  readonly guards: readonly Guard[];
  /** Those of them in the function that removes, or in one that adds and calls it: the others belong to who calls it. */
  readonly ownGuards: readonly Guard[];
  readonly caller: Caller;
  /** The call of the timer or listener that runs it, where that is known. */
  readonly calledAt: { readonly tree: ScriptSyntax; readonly node: SyntaxNode } | null;
  /** By what the place is bounded there: by time or by a number of entries; null for neither. */
  readonly bound: 'clock' | 'size' | null;
}

const TIMERS = new Set(['setTimeout', 'setInterval', 'setImmediate', 'scheduleOnce', 'scheduleJob', 'schedule']);
const EVENTS = new Set([
  'on',
  'once',
  'addListener',
  'prependListener',
  'prependOnceListener',
  'addEventListener',
  'then',
  'catch',
  'finally',
  'finished',
  'subscribe',
  'nextTick',
  'queueMicrotask',
]);
const MAX_CALLERS = 6;

/** What decides whether each of the removing `sites` runs. */
export function describeRemovers(program: ProgramText, sites: readonly Site[]): Remover[] {
  const adders = new Set(
    sites.filter(({ action }) => action === 'add').map(({ tree, node }) => tree.functionAround(node)),
  );
  return sites.filter(({ action }) => action === 'remove').map((site) => describeRemover(program, site, adders));
}

function describeRemover(program: ProgramText, site: Site, adders: ReadonlySet<FunctionNode | null>): Remover {
  const guards: Guard[] = [];
  const way = new Way(program, guards, adders);
  const caller = way.follow(site.tree, site.node, 0);
  const filter = filterTest(site);
  if (filter !== null) guards.push(filter);
  return {
    site,
    guards,
    ownGuards: way.near,
    caller,
    calledAt: way.timer ?? way.event,
    bound: boundOf(site, guards, way, caller),
  };
}

/** By what a remover bounds its place. A timer for each entry does so only when nothing else decides whether it removes. */
function boundOf(site: Site, guards: readonly Guard[], { timer }: Way, caller: Caller): Remover['bound'] {
  if (site.how === RING) return 'size';
  if (guards.some(({ kind }) => kind === 'clock')) return 'clock';
  if (guards.some(({ kind }) => kind === 'size')) return 'size';
  if (caller !== 'timer' || timer === null) return null;
  if (timer.name === 'setTimeout') return guards.length === 0 ? 'clock' : null;
  return isWhole(site) ? 'size' : null;
}

/** The remover empties the place rather than taking out one entry. */
function isWhole({ how }: Site): boolean {
  return how === 'clear' || how === 'length' || how.startsWith('= ');
}

/** The condition in `items = items.filter((item) => …)`. */
function filterTest({ tree, node, how }: Site): Guard | null {
  if (how !== '= filter()' || node.type !== 'AssignmentExpression') return null;
  const call = node.right as CallExpression;
  const callback = call.arguments?.[0];
  if (callback === undefined || !isFunction(callback)) return null;
  const isClock = someBelow(tree, callback.body, (part) => part.type !== 'BlockStatement' && asksClock(tree, part, 0));
  return { kind: isClock ? 'clock' : 'other', tree, test: callback.body };
}

/** Follows a line up to who runs it, and collects the conditions on the way. */
class Way {
  timer: { tree: ScriptSyntax; node: SyntaxNode; name: string } | null = null;
  event: { tree: ScriptSyntax; node: SyntaxNode } | null = null;
  readonly near: Guard[] = [];
  readonly #program: ProgramText;
  readonly #guards: Guard[];
  readonly #adders: ReadonlySet<FunctionNode | null>;
  readonly #seen = new Set<SyntaxNode>();

  constructor(program: ProgramText, guards: Guard[], adders: ReadonlySet<FunctionNode | null>) {
    this.#program = program;
    this.#guards = guards;
    this.#adders = adders;
  }

  follow(tree: ScriptSyntax, node: SyntaxNode, steps: number): Caller {
    const fn = tree.functionAround(node);
    const guards = guardsOf(tree, node);
    this.#guards.push(...guards);
    if (steps === 0 || this.#adders.has(fn)) this.near.push(...guards);
    if (fn === null) return 'call';
    if (this.#seen.has(fn) || steps > MAX_CALLERS) return 'call';
    this.#seen.add(fn);
    const direct = this.#asArgument(tree, fn, steps);
    if (direct !== null) return direct;
    if (this.#adders.has(fn)) return 'adder';
    return this.#byReferences(tree, fn, steps);
  }

  /** A function that is handed to a call: to a timer, a listener, or to `forEach`, which runs it at once. */
  #asArgument(tree: ScriptSyntax, fn: SyntaxNode, steps: number): Caller | null {
    const call = tree.parent(fn);
    // `function () { … }.bind(this)` is handed on as the function itself would be.
    if (call?.type === 'MemberExpression' && memberName(call) === 'bind') {
      const bound = tree.parent(call);
      return bound === null ? null : this.#asArgument(tree, bound, steps + 1);
    }
    if (call?.type !== 'CallExpression' && call?.type !== 'NewExpression') return null;
    if (call.callee === fn) return this.follow(tree, call, steps + 1);
    const name = calleeName(call as CallExpression);
    if (TIMERS.has(name)) {
      this.timer = { tree, node: call, name };
      return 'timer';
    }
    if (EVENTS.has(name)) {
      this.event ??= { tree, node: call };
      return 'event';
    }
    if (name === 'bind') return this.#asArgument(tree, call, steps + 1) ?? 'call';
    return this.follow(tree, call, steps + 1);
  }

  #byReferences(tree: ScriptSyntax, fn: FunctionNode, steps: number): Caller {
    if (isEntryPoint(tree, fn) || isDispatched(tree, fn)) return 'call';
    const references = referencesOf(tree, fn);
    let best: Caller = 'nobody';
    for (const reference of references) {
      const caller = this.#byReference(tree, reference, steps);
      if (RANK[caller] > RANK[best]) best = caller;
      if (best === 'timer') break;
    }
    if (best === 'nobody' && (isSeenElsewhere(tree, fn) || this.#isNamedElsewhere(tree, fn))) return 'call';
    return best;
  }

  /** Whether another script speaks of a function of that name. */
  #isNamedElsewhere(tree: ScriptSyntax, fn: FunctionNode): boolean {
    const name = functionNameOf(tree, fn);
    return name === null || this.#isSpokenOf(tree, name);
  }

  #isSpokenOf(tree: ScriptSyntax, name: string): boolean {
    const { trees, isWhole } = this.#program.treesWith(this.#program.neighbors(tree.name), name);
    return (
      !isWhole || trees.some((other) => other !== tree && (other.membersNamed(name).length > 0 || other.speaksOf(name)))
    );
  }

  #byReference(tree: ScriptSyntax, reference: SyntaxNode, steps: number): Caller {
    let above = tree.parent(reference);
    if (above?.type === 'ChainExpression') above = tree.parent(above);
    if (above?.type === 'CallExpression' && above.callee === reference) return this.follow(tree, above, steps + 1);
    // `setInterval(sweep)`, `this.sweep.bind(this)`
    if (above?.type === 'MemberExpression' && memberName(above) === 'bind') {
      const call = tree.parent(above);
      return call === null ? 'call' : (this.#asArgument(tree, call, steps + 1) ?? 'call');
    }
    const exported = exportedName(tree, reference);
    if (exported !== null && !this.#isSpokenOf(tree, exported)) return 'nobody';
    return this.#asArgument(tree, reference, steps + 1) ?? 'call';
  }
}

/** The name under which a function is given away: `exports.deliver = deliver`, `{ deliver }`, `export { deliver }`; or null. */
function exportedName(tree: ScriptSyntax, reference: SyntaxNode): string | null {
  const above = tree.parent(reference);
  if (above?.type === 'AssignmentExpression' && above.right === reference && above.left.type === 'MemberExpression')
    return memberName(above.left);
  // The default export is taken under any name.
  if (above?.type === 'ExportSpecifier' && above.exported.type === 'Identifier')
    return above.exported.name === 'default' ? null : above.exported.name;
  return above?.type === 'Property' && above.value === reference ? keyName(above) : null;
}

const RANK: Readonly<Record<Caller, number>> = { nobody: 0, call: 1, event: 2, adder: 3, timer: 4 };

function calleeName(call: CallExpression): string {
  const { callee } = call;
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : '';
}

/** What the engine or anybody may call: constructors, accessors, keys that are symbols or no names. */
function isEntryPoint(tree: ScriptSyntax, fn: FunctionNode): boolean {
  const above = tree.parent(fn);
  if (above?.type !== 'MethodDefinition' && above?.type !== 'Property') return false;
  if (above.kind === 'constructor' || above.kind === 'get' || above.kind === 'set') return true;
  return keyName(above) === null;
}

/** A method of a class whose methods are also called by names that the program puts together: `this[`on${event}`]()`. */
function isDispatched(tree: ScriptSyntax, fn: FunctionNode): boolean {
  if (tree.parent(fn)?.type !== 'MethodDefinition') return false;
  return tree.computed.some((member) => {
    const above = tree.parent(member);
    return above?.type === 'CallExpression' && above.callee === member && mayBeNamed(tree, member);
  });
}

/** Whether other scripts may call it without its name: it is no method, and is given away as a value. */
function isSeenElsewhere(tree: ScriptSyntax, fn: FunctionNode): boolean {
  const above = tree.parent(fn);
  if (above === null) return true;
  if (above.type === 'ExportDefaultDeclaration') return true;
  if (above.type === 'AssignmentExpression') return true;
  return above.type !== 'MethodDefinition' && above.type !== 'VariableDeclarator' && fn.type !== 'FunctionDeclaration';
}
