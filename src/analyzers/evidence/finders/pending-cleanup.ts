import { delayOfTimeoutMs, repeats, timeoutArguments, timeoutCallback } from '../../../graph/active-timers.js';
import { readFunctionWords } from '../../../graph/function-words.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';
import type { SourcePlace } from '../../../graph/script-places.js';
import { readNode } from '../../../graph/values.js';
import { PLAIN_CLASSES } from '../../../profiles/node-core.js';
import { EdgeType, NodeType } from '../../../snapshot/kinds.js';
import { functionName } from '../../labels/closure-name.js';
import type { HeapView } from '../../objects/heap-view.js';

/** Most references from a collection towards the root to the object that owns it. */
const REACH = 6;
/** How many enclosing scopes of a callback are looked at. */
const MOST_SCOPES = 8;

/** A timer that has not fired during the series, and whose callback can reach a collection. */
export interface PendingCleanup {
  /** `setInterval(sweep)`. */
  readonly timer: string;
  readonly source: SourcePlace | null;
  /** Its delay in milliseconds, or null when numbers were not captured. */
  readonly delayMs: number | null;
  /** Number of running timers of this function that can reach the collection. */
  readonly timers: number;
  readonly repeats: boolean;
}

/**
 * A running timer whose callback can reach the collection or the object that owns it, and that waits longer than the series
 * took, so that it may still remove what the rounds left behind. What the callback does is unknown: V8 compiles it when it is
 * first called. A timer that has fired during the series does not count.
 *
 * O(timers), only when asked.
 *
 * @param container ordinal of the collection
 * @param entries number of its entries that belong to the case
 * @param birth snapshot that first showed a node, by ordinal
 */
export function findPendingCleanup(
  view: HeapView,
  container: number,
  entries: number,
  spanMs: number | null,
  birth: Uint8Array,
): PendingCleanup | null {
  const { graph } = view;
  const owners = ownersOf(view, container);
  const byFunction = new Map<number, { timers: number[]; callback: number }>();
  const sight = new Sight(graph, owners);
  for (const { timer, callback, bound } of callsOf(view)) {
    if (!bound.some((node) => owners.has(node)) && !sight.reaches(callback)) continue;
    const shared = graph.follow(callback, EdgeType.internal, 'shared');
    const known = byFunction.get(shared);
    if (known === undefined) byFunction.set(shared, { timers: [timer], callback });
    else known.timers.push(timer);
  }
  // A connection has timers of its own, for keep-alive or timeouts; but one timer for each entry belongs to the entry.
  const isOfConnection = [...owners].some((owner) => view.roles.of(owner) === 'connection');
  const groups = [...byFunction.values()].filter(({ timers }) => !isOfConnection || timers.length * 2 >= entries);
  const found = groups.flatMap((group) => describe(view, group, spanMs, birth) ?? []);
  return found.sort((a, b) => b.timers - a.timers || (a.timer < b.timer ? -1 : 1))[0] ?? null;
}

function describe(
  { graph, sources }: HeapView,
  { timers, callback }: { readonly timers: readonly number[]; readonly callback: number },
  spanMs: number | null,
  birth: Uint8Array,
): PendingCleanup | null {
  const source = sources.ofFunction(callback);
  // Node's own timers only clean up after Node.
  if (source?.file.startsWith('node:') === true) return null;
  const [timer] = timers;
  const isInterval = repeats(graph, timer);
  const delayMs = delayOfTimeoutMs(graph, timer);
  if (delayMs !== null && spanMs !== null) {
    if (delayMs <= spanMs) return null;
  } else if (isInterval) {
    if (readFunctionWords(graph, callback) !== null) return null;
  } else if (!timers.some((each) => birth[each] <= 1) && readFunctionWords(graph, callback) !== null) {
    // Timers of the first round have fired without removing anything, and so will the others.
    return null;
  }
  const name = `${isInterval ? 'setInterval' : 'setTimeout'}(${functionName(graph, callback)})`;
  return { timer: name, source, delayMs, timers: timers.length, repeats: isInterval };
}

/** The collection, the objects that lead to it, and its owner: the first object of a named class, or the scope. */
function ownersOf({ graph, tree }: HeapView, container: number): Set<number> {
  const owners = new Set<number>();
  let node = container;
  for (let hops = 0; hops < REACH && node !== -1; hops += 1) {
    // The search ends at a scope, or at a function that has the collection in a property.
    if (graph.isContext(node) || graph.nodeType(node) === NodeType.closure) {
      owners.add(node);
      break;
    }
    if (graph.nodeType(node) === NodeType.object) {
      owners.add(node);
      if (node !== container && !PLAIN_CLASSES.has(graph.nodeName(node)) && !graph.isSystem(node)) break;
    }
    node = tree.parent(node);
  }
  return owners;
}

/** What a running timer calls. */
interface TimerCall {
  readonly timer: number;
  /** The function itself, without what `bind` made of it. */
  readonly callback: number;
  /** The values that it was bound to, and the arguments that the timer passes. */
  readonly bound: readonly number[];
}

/** Kept for each graph, as the search is repeated for each growing collection. */
const callsOfGraph = new WeakMap<HeapGraph, readonly TimerCall[]>();

function callsOf({ graph, timers }: HeapView): readonly TimerCall[] {
  const known = callsOfGraph.get(graph) ?? timers.timers.flatMap((timer) => callOf(graph, timer) ?? []);
  callsOfGraph.set(graph, known);
  return known;
}

function callOf(graph: HeapGraph, timer: number): TimerCall | null {
  let callback = timeoutCallback(graph, timer);
  const args = timeoutArguments(graph, timer);
  const bound = args === -1 ? [] : targetsOf(graph, args);
  while (callback !== -1 && graph.nodeType(callback) === NodeType.closure) {
    const inner = graph.follow(callback, EdgeType.internal, 'bound_function');
    if (inner === -1) return { timer, callback, bound };
    bound.push(...targetsOf(graph, callback));
    callback = inner;
  }
  return null;
}

/** Finds which functions can reach some objects through their scopes. Functions share most scopes, so each scope is searched once. */
class Sight {
  readonly #graph: HeapGraph;
  readonly #owners: ReadonlySet<number>;
  readonly #known = new Map<number, boolean>();
  readonly #passed = new Uint32Array(MOST_SCOPES);

  constructor(graph: HeapGraph, owners: ReadonlySet<number>) {
    this.#graph = graph;
    this.#owners = owners;
  }

  reaches(callback: number): boolean {
    const graph = this.#graph;
    let scope = graph.follow(callback, EdgeType.internal, 'context');
    let hops = 0;
    let seen = false;
    for (; scope !== -1 && !seen && hops < MOST_SCOPES; hops += 1) {
      const known = this.#known.get(scope);
      if (known !== undefined) {
        seen = known;
        break;
      }
      this.#passed[hops] = scope;
      seen = hasInScope(graph, scope, this.#owners) || (hops === 0 && this.#isWrapped(scope));
      scope = graph.follow(scope, EdgeType.internal, 'previous');
    }
    for (let hop = 0; hop < hops; hop += 1) this.#known.set(this.#passed[hop], seen);
    return seen;
  }

  /** Whether a function in the callback's own scope can reach one: compiled `async` functions and helpers like `debounce` wrap it. */
  #isWrapped(scope: number): boolean {
    const graph = this.#graph;
    for (let edge = graph.firstEdges[scope]; edge < graph.firstEdges[scope + 1]; edge += 1) {
      const inner = graph.target(edge);
      if (graph.edgeType(edge) !== EdgeType.context || graph.nodeType(inner) !== NodeType.closure) continue;
      let outer = graph.follow(inner, EdgeType.internal, 'context');
      for (let hops = 0; outer !== -1 && outer !== scope && hops < MOST_SCOPES; hops += 1) {
        if (hasInScope(graph, outer, this.#owners)) return true;
        outer = graph.follow(outer, EdgeType.internal, 'previous');
      }
    }
    return false;
  }
}

/** Whether a scope is one of `owners`, or has one in a variable. */
function hasInScope(graph: HeapGraph, scope: number, owners: ReadonlySet<number>): boolean {
  if (owners.has(scope)) return true;
  for (let edge = graph.firstEdges[scope]; edge < graph.firstEdges[scope + 1]; edge += 1)
    if (graph.edgeType(edge) === EdgeType.context && owners.has(inCell(graph, graph.target(edge)))) return true;
  return false;
}

/** Node 26 may keep a variable in a cell of its own. */
function inCell(graph: HeapGraph, node: number): number {
  if (graph.nodeName(node) !== 'system / ContextCell') return node;
  return targetsOf(graph, node).find((target) => readNode(graph, target).kind === 'object') ?? node;
}

function targetsOf(graph: HeapGraph, node: number): number[] {
  const targets: number[] = [];
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1)
    targets.push(graph.target(edge));
  return targets;
}
