import { isEndName } from '../../profiles/end-names.js';
import type { Target } from './call-targets.js';
import { calleeName, callNamesIn, classAround, endingBeside, endingOf, methodsOf, reachOf } from './endings.js';
import { functionNameOf } from './function-name.js';
import type { Missed } from './missed-ways.js';
import type { SyntaxNode } from './parser.js';
import type { ProgramText } from './program-text.js';
import { type FunctionNode, isFunction, isNothing, memberName, type ScriptSyntax } from './script-syntax.js';
import type { PlaceSites, Site } from './site.js';
import { testsAround } from './tests-around.js';
import { type ClassNode, classOfThis } from './this-class.js';
import { findWaysOut } from './ways-out.js';

/** A place that was found in the text, by its sites. */
export interface FoundPlace extends Pick<PlaceSites, 'sites' | 'levels'> {
  /** The class that has the place in a field; null for variables. */
  readonly owner: { readonly tree: ScriptSyntax; readonly cls: ClassNode } | null;
}

/** What the heap has of an entry. */
export interface EndedEntry {
  /** The function that ends it, as far as its text is at hand. */
  readonly ending: Target;
  /** Whether it has the owner of the place, so that it could take itself out. */
  readonly knowsOwner: boolean;
}

const STOPS = /^clear(?:Interval|Timeout|Immediate)$/;

/** Finds the function that runs when something ends, and leaves it in a place: a person would fix it there. */
export class LeftByEnding {
  readonly #program: ProgramText;
  readonly #found: FoundPlace;
  readonly #adds: readonly Site[];
  readonly #removes: readonly Site[];

  constructor(program: ProgramText, found: FoundPlace) {
    this.#program = program;
    this.#found = found;
    this.#adds = found.sites.filter(({ action }) => action === 'add');
    this.#removes = found.sites.filter(({ action }) => action === 'remove');
  }

  /** For what one object has, such as a timer or a reference: where that object ends. */
  ofOwner(): Missed | null {
    const endings = new Map<SyntaxNode, Target>();
    for (const { tree, node } of this.#adds) {
      const cls = classAround(tree, node);
      const ending = cls === null ? endingBeside(tree, node) : endingOf(this.#program, tree, cls);
      if (ending === null) return null;
      endings.set(ending.fn, ending);
    }
    const [ending] = endings.values();
    if (endings.size !== 1) return null;
    const reached = reachOf(this.#program, ending);
    if (reached === null) return null;
    return this.#removesIn(reached) ? this.#leftBefore(ending) : missed(ending);
  }

  /** Where the function that ends it returns before the only line that removes it, and not because it ended already. */
  #leftBefore({ tree, fn }: Target): Missed | null {
    const [only, ...others] = this.#removes;
    if (only === undefined || others.length > 0 || only.tree !== tree || tree.functionAround(only.node) !== fn)
      return null;
    const ways = findWaysOut(
      tree,
      fn.body,
      { taken: fn, names: new Set(), isRelease: (part) => part === only.node, errorName: null },
      true,
    );
    const way = ways.find(({ kind, node }) => {
      const tests = testsAround(tree, node, () => false);
      return kind === 'return' && tests.length > 0 && tests.every(({ test }) => !isFlag(test));
    });
    return way === undefined ? null : { tree, node: way.node, why: 'return' };
  }

  /** For entries of a collection that nothing removes: what runs when one of them ends. */
  ofEntries(entries: readonly EndedEntry[]): Missed | null {
    if (this.#removes.length > 0) return null;
    const byOwner = new Map<SyntaxNode, Target>();
    for (const { ending } of entries) for (const target of this.#tellingOwner(ending)) byOwner.set(target.fn, target);
    if (byOwner.size > 0) return only(byOwner);
    const ended = this.#endsOfValues();
    if (ended.size > 0) return only(ended);
    const known = entries.filter(({ knowsOwner }) => knowsOwner).map(({ ending }) => ending);
    return only(new Map(known.map((target) => [target.fn, target])));
  }

  #removesIn(reached: readonly Target[]): boolean {
    return this.#removes.some(({ tree, node }) =>
      reached.some(({ tree: home, fn }) => home === tree && fn.start <= node.start && fn.end >= node.end),
    );
  }

  /** Methods of the place's owner that the ending of an entry calls: `this.book.onClosed()` in `close` of what is booked. */
  #tellingOwner(ending: Target): Target[] {
    const { owner } = this.#found;
    if (owner === null) return [];
    const own = classOfThis(ending.tree, ending.fn.body);
    if (own === null || own === owner.cls) return [];
    const methods = new Map(methodsOf(owner.tree, owner.cls).map((fn) => [functionNameOf(owner.tree, fn) ?? '', fn]));
    const others = new Set(methodsOf(ending.tree, own).map((fn) => functionNameOf(ending.tree, fn)));
    const found: Target[] = [];
    for (const name of namesCalled(ending, own)) {
      const fn = methods.get(name);
      if (fn === undefined || others.has(name) || this.#isAdder(fn)) continue;
      found.push({ tree: owner.tree, fn });
    }
    return found;
  }

  /** Functions that end an entry which they take out of the place or are handed: `clearInterval(timers.get(key))`, `all.get(id).close()`. */
  #endsOfValues(): Map<SyntaxNode, Target> {
    const found = new Map<SyntaxNode, Target>();
    for (const [node, level] of this.#found.levels) {
      if (level === 0) continue;
      const tree = this.#treeOf(node);
      if (tree === null || !isEnded(tree, node)) continue;
      const fn = tree.functionAround(node);
      if (fn !== null && !this.#isAdder(fn) && functionNameOf(tree, fn) !== null) found.set(fn, { tree, fn });
    }
    return found;
  }

  #treeOf(node: SyntaxNode): ScriptSyntax | null {
    return this.#found.sites.find(({ tree }) => tree.contains(node))?.tree ?? null;
  }

  #isAdder(fn: SyntaxNode): boolean {
    return this.#adds.some(({ node }) => fn.start <= node.start && fn.end >= node.end);
  }
}

/** Whether a value is stopped or ended: `clearInterval(value)`, `value.close()`. */
function isEnded(tree: ScriptSyntax, node: SyntaxNode): boolean {
  let above = tree.parent(node);
  // What ends all of them ends the owner.
  if (isInLoop(tree, node)) return false;
  if (above?.type === 'CallExpression' && above.callee !== node) return STOPS.test(calleeName(above));
  if (above?.type !== 'MemberExpression' || above.object !== node || !isEndName(memberName(above) ?? '')) return false;
  const member = above;
  above = tree.parent(member);
  if (above?.type === 'ChainExpression') above = tree.parent(above);
  return above?.type === 'CallExpression' && above.callee === member;
}

function isInLoop(tree: ScriptSyntax, node: SyntaxNode): boolean {
  for (let at = tree.parent(node); at !== null && !isFunction(at); at = tree.parent(at))
    if (/^(?:For|While|DoWhile)/.test(at.type)) return true;
  return false;
}

/** A condition that asks whether something is set: `this.closed`, `!timer`, `timer === null`. */
function isFlag(test: SyntaxNode): boolean {
  switch (test.type) {
    case 'UnaryExpression':
      return isFlag(test.argument);
    case 'LogicalExpression':
      return isFlag(test.left) || isFlag(test.right);
    case 'BinaryExpression':
      return (
        isNothing(test.right) ||
        isNothing(test.left as SyntaxNode) ||
        (test.right.type === 'Literal' && typeof test.right.value !== 'number')
      );
    default:
      return true;
  }
}

/** What a method calls, and what the methods of its own class call that it calls. */
function namesCalled({ tree, fn }: Target, cls: ClassNode): Set<string> {
  const names = new Set<string>();
  const methods = new Map<string | null, FunctionNode>(
    methodsOf(tree, cls).map((own) => [functionNameOf(tree, own), own]),
  );
  const queue = [fn];
  for (const next of queue) {
    for (const name of callNamesIn(tree, next)) {
      names.add(name);
      const own = methods.get(name);
      if (own !== undefined && !queue.includes(own)) queue.push(own);
    }
  }
  return names;
}

function only(found: ReadonlyMap<SyntaxNode, Target>): Missed | null {
  const [first] = found.values();
  return found.size === 1 ? missed(first) : null;
}

function missed({ tree, fn }: Target): Missed {
  return { tree, node: fn, why: 'ending' };
}
