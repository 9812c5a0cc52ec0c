import { containerKind } from '../../../graph/collection-entries.js';
import { readSharedWords } from '../../../graph/function-words.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';
import type { PathTree } from '../../../graph/path-tree.js';
import { findFunctionsWithin } from '../../../graph/scope-functions.js';
import type { SourceIndex, SourcePlace } from '../../../graph/script-places.js';
import { EdgeType, NodeType } from '../../../snapshot/kinds.js';

/** Names that appear in code which adds to a collection, reads its size, and removes from it. */
const ADDS = ['set', 'add', 'push', 'unshift'];
const MEASURES = ['size', 'length'];
const REMOVES = ['delete', 'clear', 'shift', 'splice', 'pop'];
const REMOVES_BY_KEY = ['delete', 'clear'];
/** Names that appear in code which iterates over a collection and compares times. */
const CLOCKS = ['now', 'getTime', 'hrtime'];
const WALKS = ['next', 'forEach', 'keys', 'entries', 'values'];
/** How many enclosing scopes of a function are followed, from its own outwards. */
const MOST_SCOPES = 16;

/** A function that seems to keep a collection within bounds, by the names that its code mentions. */
export interface EvictionCode {
  /** `size`: it adds, and removes by number. `time`: it iterates over the entries and removes by time. */
  readonly by: 'size' | 'time';
  readonly function: string;
  readonly source: SourcePlace | null;
  /** Field or variable that holds the collection. */
  readonly collection: string;
  /** Whether the code certainly works on that collection. If not, it can reach it among others, or may use it as a queue. */
  readonly isCertain: boolean;
}

/**
 * Looks for code that bounds a collection: one function that names it, adds to it, reads its size and removes from
 * it, or that goes through it, reads a clock and removes. A literal such as `if (map.size > 1000)` is in no field, so
 * the code is the only place where such a bound shows. Code that has not run yet is not on the heap.
 * O(closures), only when asked.
 *
 * @param container the collection's ordinal
 */
export function findEvictionCode(
  { graph, tree, sources }: { graph: HeapGraph; tree: PathTree; sources: SourceIndex },
  container: number,
): EvictionCode | null {
  const kind = containerKind(graph, container);
  const holder = kind === null || kind === 'weak' ? null : holderOf(graph, tree, container);
  if (holder === null) return null;
  const { place, collection } = holder;
  const name = collection === '' ? -1 : graph.strings.indexOf(collection);
  // `push`, `length` and `shift` in one function may also belong to a queue.
  const mayBeQueue = kind === 'array';
  // `delete all[key]` mentions no name, and `push` and `pop` work on lists inside a dictionary, not on the dictionary.
  const removals = kind === 'array' ? REMOVES : REMOVES_BY_KEY;
  const code = new CodeWords(graph, removals);
  const boundsNothing = new Set<number>();
  let uncertain: EvictionCode | null = null;
  const { functions } = place;
  for (let at = 0, end = functions.length; at < end; at += 1) {
    const closure = functions[at];
    // Thousands of closures may share one function.
    const shared = graph.follow(closure, EdgeType.internal, 'shared');
    if (shared === -1 || boundsNothing.has(shared)) continue;
    const words = readSharedWords(graph, shared);
    const by = words === null ? null : code.boundsBy(words);
    if (words === null || by === null) {
      boundsNothing.add(shared);
      continue;
    }
    const isNamed = place.isOwn || words.has(name);
    if (!isNamed && place.scope === -1) continue;
    const source = sources.ofFunction(closure);
    // Field names such as `error` or `items` are common, so only code in the file of the owner's class counts.
    if (place.owner !== null && source?.file !== sources.ofClass(place.owner)?.file) continue;
    const isCertain = isNamed && !mayBeQueue;
    const found = { by, function: graph.nodeName(closure), source, collection, isCertain };
    if (isCertain) return found;
    uncertain ??= found;
  }
  return uncertain ?? (place.scope === -1 ? null : findInnerCode(graph, place.scope, code, collection));
}

/**
 * Finds code of inner functions that have no closure on the heap now: a listener of each request, for example, may add to the
 * list and cut it, and is collected with its request. Where two inner functions mention the same names, either may be meant.
 */
function findInnerCode(graph: HeapGraph, scope: number, code: CodeWords, collection: string): EvictionCode | null {
  for (const shared of findFunctionsWithin(graph, scope)) {
    const words = readSharedWords(graph, shared);
    const by = words === null ? null : code.boundsBy(words);
    if (words === null || by === null) continue;
    const label = graph.nodeName(shared);
    const isNameless = label === '' || label.startsWith('(');
    return { by, function: isNameless ? '' : label, source: null, collection, isCertain: false };
  }
  return null;
}

/** Code that may work on a collection. */
interface CodePlace {
  readonly functions: ArrayLike<number>;
  /** Whether these are methods of the collection's own class, which work on it without naming it. */
  readonly isOwn: boolean;
  /** The scope whose variable holds the collection: any function that sees the scope may work on it. -1 for none. */
  readonly scope: number;
  /** The object whose field holds the collection, where only the name of the field connects code and collection. */
  readonly owner: number | null;
}

/** What holds the collection, under which name, and the code that may work on it. */
function holderOf(
  graph: HeapGraph,
  tree: PathTree,
  container: number,
): { readonly place: CodePlace; readonly collection: string } | null {
  let holder = tree.parent(container);
  // Node 26 may keep a variable in a cell of its own.
  if (holder !== -1 && graph.nodeName(holder) === 'system / ContextCell') holder = tree.parent(holder);
  if (holder === -1) return null;
  const edge = edgeTo(graph, holder, container);
  const collection = edge === -1 ? '' : graph.edgeName(edge);
  if (isOwnClass(graph, container))
    return { place: { functions: methodsOf(graph, container), isOwn: true, scope: -1, owner: null }, collection };
  if (graph.isContext(holder))
    return {
      place: { functions: functionsSeeing(graph, holder), isOwn: false, scope: holder, owner: null },
      collection,
    };
  if (collection === '' || graph.nodeType(holder) !== NodeType.object || !isOwnClass(graph, holder)) return null;
  // The name of a private field does not appear in compiled code, so any method of the object's class may work on it.
  if (collection.startsWith('#'))
    return { place: { functions: methodsOf(graph, holder), isOwn: true, scope: -1, owner: null }, collection };
  return { place: { functions: graph.classes.closures, isOwn: false, scope: -1, owner: holder }, collection };
}

/** Whether an object is of a class of the program, such as `class Cache extends Map`. */
function isOwnClass(graph: HeapGraph, object: number): boolean {
  return !['Map', 'Set', 'Array', 'Object'].includes(graph.nodeName(object));
}

/** The names to look for, as indexes of the string table. */
class CodeWords {
  readonly #adds: readonly number[];
  readonly #measures: readonly number[];
  readonly #removes: readonly number[];
  readonly #clocks: readonly number[];
  readonly #walks: readonly number[];

  constructor(graph: HeapGraph, removals: readonly string[]) {
    const indexes = (words: readonly string[]) =>
      words.map((word) => graph.strings.indexOf(word)).filter((index) => index !== -1);
    this.#adds = indexes(ADDS);
    this.#measures = indexes(MEASURES);
    this.#removes = indexes(removals);
    this.#clocks = indexes(CLOCKS);
    this.#walks = indexes(WALKS);
  }

  boundsBy(words: ReadonlySet<number>): EvictionCode['by'] | null {
    const has = (any: readonly number[]) => any.some((index) => words.has(index));
    if (!has(this.#removes)) return null;
    if (has(this.#adds) && has(this.#measures)) return 'size';
    return has(this.#clocks) && has(this.#walks) ? 'time' : null;
  }
}

/** The property of an object, or the variable of a scope, that holds `target`; -1 when it is neither. */
function edgeTo(graph: HeapGraph, holder: number, target: number): number {
  for (let edge = graph.firstEdges[holder]; edge < graph.firstEdges[holder + 1]; edge += 1) {
    const type = graph.edgeType(edge);
    if ((type === EdgeType.property || type === EdgeType.context) && graph.target(edge) === target) return edge;
  }
  return -1;
}

/** The methods of an object's class, private ones included. */
function methodsOf(graph: HeapGraph, object: number): number[] {
  const methods = privateMethodsOf(graph, object);
  const prototype = graph.follow(object, EdgeType.property, '__proto__');
  if (prototype === -1) return methods;
  for (let edge = graph.firstEdges[prototype]; edge < graph.firstEdges[prototype + 1]; edge += 1) {
    const method = graph.target(edge);
    if (graph.nodeType(method) === NodeType.closure && graph.edgeName(edge) !== 'constructor') methods.push(method);
  }
  return methods;
}

/**
 * The private methods of an object's class. They are on no prototype: V8 marks each instance of such a class with the scope of the class,
 * which has them.
 *
 * ```
 *   Store ──Store▶ Context ──▶ #sweep()
 * ```
 */
function privateMethodsOf(graph: HeapGraph, object: number): number[] {
  const methods: number[] = [];
  for (let mark = graph.firstEdges[object]; mark < graph.firstEdges[object + 1]; mark += 1) {
    const scope = graph.target(mark);
    if (graph.edgeType(mark) !== EdgeType.property || !graph.isContext(scope)) continue;
    for (let edge = graph.firstEdges[scope]; edge < graph.firstEdges[scope + 1]; edge += 1) {
      const method = graph.target(edge);
      if (graph.nodeType(method) === NodeType.closure && graph.nodeName(method).startsWith('#')) methods.push(method);
    }
  }
  return methods;
}

/** Closures whose own context, or one further out, is the scope. */
function functionsSeeing(graph: HeapGraph, scope: number): number[] {
  const seeing: number[] = [];
  const { closures } = graph.classes;
  for (let place = 0, end = closures.length; place < end; place += 1) {
    const node = closures[place];
    let context = graph.follow(node, EdgeType.internal, 'context');
    for (let hops = 0; hops < MOST_SCOPES && context !== -1; hops += 1) {
      if (context === scope) {
        seeing.push(node);
        break;
      }
      context = graph.follow(context, EdgeType.internal, 'previous');
    }
  }
  return seeing;
}
