import type { CallExpression } from 'acorn';
import { asksClock } from './clock.js';
import { LISTEN } from './collection-calls.js';
import { CountReader } from './counts.js';
import { calleeName } from './endings.js';
import { functionNameOf } from './function-name.js';
import type { Guard } from './guard.js';
import { GuardReader } from './guards.js';
import { takesOne } from './one-entry.js';
import type { SyntaxNode } from './parser.js';
import type { ProgramText } from './program-text.js';
import { referencesOf } from './references.js';
import {
  type FunctionNode,
  isClass,
  isFunction,
  keyName,
  mayBeNamed,
  memberName,
  type ScriptSyntax,
} from './script-syntax.js';
import { type PlaceSites, RING, type Site } from './site.js';
import { classNameOf, isThis } from './this-class.js';
import { someBelow } from './tree-search.js';

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
const EVENTS = new Set([...LISTEN, 'then', 'catch', 'finally', 'finished', 'subscribe', 'nextTick', 'queueMicrotask']);
/** Names of methods that many classes have. */
const COMMON = new Set(
  'add cancel clear close delete destroy dispose emit end get has off on pop push release remove reset run set shift splice start stop'.split(
    ' ',
  ),
);
const MAX_CALLERS = 6;

/** What decides whether each of the removing `sites` runs. */
export function describeRemovers(
  program: ProgramText,
  sites: readonly Site[],
  levels: PlaceSites['levels'],
): Remover[] {
  const adders = new Set(
    sites.filter(({ action }) => action === 'add').map(({ tree, node }) => tree.functionAround(node)),
  );
  const guards = new GuardReader(program, new CountReader(program, { levels }, adders));
  return sites
    .filter(({ action }) => action === 'remove')
    .map((site) => describeRemover(program, site, adders, guards));
}

function describeRemover(
  program: ProgramText,
  site: Site,
  adders: ReadonlySet<FunctionNode | null>,
  reader: GuardReader,
): Remover {
  const guards: Guard[] = [];
  const way = new Way(program, site, guards, adders, reader);
  const caller = way.follow(site.tree, site.node, 0);
  const filter = filterTest(program, site);
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

/**
 * By what a remover bounds its place. Only what goes through the place, or runs by a timer or with each entry, does: a look-up of one key
 * that drops what is too old bounds nothing. A timer for each entry does so only when nothing else decides whether it starts or removes.
 */
function boundOf(site: Site, guards: readonly Guard[], way: Way, caller: Caller): Remover['bound'] {
  const { timer } = way;
  if (site.how === RING) return 'size';
  const isSwept = caller === 'timer' || caller === 'adder' || !takesOne(site);
  if (isSwept && guards.some(({ kind }) => kind === 'clock')) return 'clock';
  if (isSwept && guards.some(({ kind }) => kind === 'size')) return 'size';
  if (caller !== 'timer' || timer === null || guards.length > 0) return null;
  if (timer.name === 'setTimeout') return way.isTimerForEach ? 'clock' : null;
  return isEmptying(site) && !/^= (?:filter|slice|splice)/.test(site.how) ? 'size' : null;
}

/** The remover gives the place another content rather than taking out one entry. */
function isEmptying({ how }: Site): boolean {
  return how === 'clear' || how === 'length' || how.startsWith('= ');
}

/** The condition in `items = items.filter((item) => …)`. */
function filterTest(program: ProgramText, { tree, node, how }: Site): Guard | null {
  if (how !== '= filter()' || node.type !== 'AssignmentExpression') return null;
  const call = node.right as CallExpression;
  const callback = call.arguments?.[0];
  if (callback === undefined || !isFunction(callback)) return null;
  const isClock = someBelow(
    tree,
    callback.body,
    (part) => part.type !== 'BlockStatement' && asksClock(program, tree, part),
  );
  return { kind: isClock ? 'clock' : 'other', tree, test: callback.body, holds: false };
}

/** Follows a line up to who runs it, and collects the conditions on the way. */
class Way {
  timer: { tree: ScriptSyntax; node: SyntaxNode; name: string } | null = null;
  event: { tree: ScriptSyntax; node: SyntaxNode } | null = null;
  /** Whether the timer is started with each entry, whatever else holds. */
  isTimerForEach = false;
  readonly near: Guard[] = [];
  readonly #program: ProgramText;
  readonly #guards: Guard[];
  readonly #site: Site;
  readonly #reader: GuardReader;
  readonly #adders: ReadonlySet<FunctionNode | null>;
  readonly #seen = new Set<SyntaxNode>();

  constructor(
    program: ProgramText,
    site: Site,
    guards: Guard[],
    adders: ReadonlySet<FunctionNode | null>,
    reader: GuardReader,
  ) {
    this.#program = program;
    this.#site = site;
    this.#reader = reader;
    this.#guards = guards;
    this.#adders = adders;
  }

  follow(tree: ScriptSyntax, node: SyntaxNode, steps: number): Caller {
    const fn = tree.functionAround(node);
    const guards = this.#reader.around(tree, node, this.#site);
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
      this.isTimerForEach =
        this.#adders.has(tree.functionAround(call)) && this.#reader.around(tree, call, this.#site).length === 0;
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
    const mayBeCalled = isSeenElsewhere(tree, fn) || this.#isNamedElsewhere(tree, fn) || this.#isOfFramework(tree, fn);
    if (best === 'nobody' && mayBeCalled) return 'call';
    return best;
  }

  /** A method of a class that extends another, is decorated, or is made by nobody in the text: a framework may call it. */
  #isOfFramework(tree: ScriptSyntax, fn: FunctionNode): boolean {
    const method = tree.parent(fn);
    if (method?.type !== 'MethodDefinition') return false;
    const body = tree.parent(method);
    const cls = body === null ? null : tree.parent(body);
    if (cls === null || !isClass(cls)) return false;
    if (cls.superClass || /\b__decorate\w*\(/.test(tree.text)) return true;
    const name = classNameOf(tree, cls);
    if (name === '') return true;
    const { trees, isWhole } = this.#program.treesWith(this.#program.neighbors(tree.name), `new ${name}`);
    return !isWhole || trees.length === 0;
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
    if (above?.type === 'CallExpression' && above.callee === reference) {
      // `other.delete(key)` is most likely the method of another object.
      const isOther =
        reference.type === 'MemberExpression' &&
        COMMON.has(memberName(reference) ?? '') &&
        !isThis(tree, reference.object as SyntaxNode);
      return isOther ? 'call' : this.follow(tree, above, steps + 1);
    }
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
  return tree.someComputedCall((member) => mayBeNamed(tree, member));
}

/** Whether other scripts may call it without its name: it is no method, and is given away as a value. */
function isSeenElsewhere(tree: ScriptSyntax, fn: FunctionNode): boolean {
  const above = tree.parent(fn);
  if (above === null) return true;
  if (above.type === 'ExportDefaultDeclaration') return true;
  if (above.type === 'AssignmentExpression') return true;
  return above.type !== 'MethodDefinition' && above.type !== 'VariableDeclarator' && fn.type !== 'FunctionDeclaration';
}
