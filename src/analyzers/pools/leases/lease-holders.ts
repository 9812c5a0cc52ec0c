import type { Holder } from '../../../findings/report-schema.js';
import { BitSet } from '../../../graph/bit-set.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';
import { EDGE_TYPE_BITS } from '../../../snapshot/columns.js';
import { EdgeType, NodeType } from '../../../snapshot/kinds.js';
import { nameHolder } from '../../cut/holder-names.js';
import { functionName } from '../../labels/function-name.js';
import type { HeapView } from '../../objects/heap-view.js';
import type { AuditedPool } from '../books/units.js';

/** Who has a lease, as far as a report says it. */
export interface LeaseHolder {
  readonly kind: Holder['kind'] | 'function';
  readonly label: string;
  readonly source: Holder['source'];
}

/** Leases of a pool whose holders are looked for, the oldest first: to name one costs as much as to read a thousand edges. */
export const MOST_ASKED = 200;
/** Objects below the leases among which their machinery is found: their sockets, their parsers, their listeners. */
const MOST_BELOW = 100_000;
/** How telling a kind of holder is when several refer to one lease: code that waits says more than a table. */
const TELLING: Readonly<Partial<Record<LeaseHolder['kind'], number>>> = {
  function: 9,
  'async-context': 8,
  timer: 7,
  closure: 6,
  module: 5,
  global: 5,
  field: 4,
  collection: 3,
  listener: 2,
  promise: 2,
};

/**
 * For each lease that is asked for, what outside the pool's books refers to it: the function that waits with it in a
 * variable, the object that has it in a field, the collection that somebody keeps it in. One pass over the edges of
 * the heap for all pools, only when anything is asked.
 *
 * @param asked units, by pool
 * @returns by pool and unit, the most telling holder, or null where there is none
 */
export function findLeaseHolders(
  view: HeapView,
  pools: readonly AuditedPool[],
  asked: readonly (readonly number[])[],
): Map<number, LeaseHolder | null>[] {
  const nodesOf = (pool: number) => asked[pool].map((unit) => ({ unit, nodes: pools[pool].units.units[unit] }));
  const wanted = pools.flatMap((_, pool) => nodesOf(pool).flatMap(({ nodes }) => nodes));
  const ofNode = wanted.length === 0 ? new Map<number, LeaseHolder>() : findHolders(view, pools, wanted);
  return pools.map((_, pool) => {
    const holders = new Map<number, LeaseHolder | null>();
    for (const { unit, nodes } of nodesOf(pool)) {
      let best: LeaseHolder | null = null;
      for (const node of nodes) best = moreTelling(best, ofNode.get(node) ?? null);
      holders.set(unit, best);
    }
    return holders;
  });
}

/** The most telling holder of each of `leased`, by ordinal; of what only the pools' own books hold, none. */
function findHolders(
  view: HeapView,
  pools: readonly AuditedPool[],
  leased: readonly number[],
): Map<number, LeaseHolder> {
  const { graph, tree } = view;
  // A byte a node is quicker to ask than a bit, and each reference of the heap asks.
  const wanted = new Uint8Array(graph.nodeCount);
  for (const node of leased) wanted[node] = 1;
  const own = new BitSet(graph.nodeCount);
  for (const { pool } of pools) {
    own.add(pool.node);
    for (const book of pool.books) for (const store of book.stores) own.add(store);
  }
  const holders = new Map<number, LeaseHolder>();
  const inside = markInside(view, pools, leased);
  const { firstEdges, edgeHeads, nodeCount } = graph;
  for (let source = 0; source < nodeCount; source += 1) {
    if (wanted[source] === 1 || own.has(source)) continue;
    // Nearly all that refers to a lease is of its own, and says nothing: it is passed over before it is named.
    let isTelling: boolean | null = null;
    for (let edge = firstEdges[source], end = firstEdges[source + 1]; edge < end; edge += 1) {
      const target = edgeHeads[edge] >>> EDGE_TYPE_BITS;
      if (wanted[target] === 0 || graph.edgeType(edge) === EdgeType.weak) continue;
      isTelling ??= mayTell(view, source, inside) && !isStoreOf(graph, tree.parent(source), own);
      if (!isTelling) break;
      const holder = moreTelling(holders.get(target) ?? null, nameRetainer(view, edge, source, inside));
      if (holder !== null) holders.set(target, holder);
    }
  }
  return holders;
}

/** Whether {@link nameRetainer} has anything to say of a source. */
function mayTell({ graph, tree }: HeapView, source: number, inside: BitSet): boolean {
  if (!tree.isReached(source)) return false;
  return !inside.has(source) || graph.isContext(source) || graph.nodeType(source) === NodeType.array;
}

/** The element store or table behind a book. */
function isStoreOf(graph: HeapGraph, parent: number, own: BitSet): boolean {
  return parent !== -1 && own.has(parent) && graph.nodeType(parent) === NodeType.object;
}

/**
 * What belongs to the pools and what they lend: everything whose shortest path from a root leads through a resource.
 * Where that is too much, first what is below `leased`.
 */
function markInside(view: HeapView, pools: readonly AuditedPool[], leased: readonly number[]): BitSet {
  const inside = new BitSet(view.graph.nodeCount);
  const others = pools.flatMap(({ units }) => units.units.flat());
  for (const node of others) inside.add(node);
  const isLeased = new Set(leased);
  const found = markBelow(view, leased, inside, MOST_BELOW);
  const rest = others.filter((node) => !isLeased.has(node));
  markBelow(view, rest, inside, MOST_BELOW - found);
  return inside;
}

/**
 * Marks what shortest paths from a root reach through `starts`, without looking at what is below the first `room` of it.
 *
 * @returns how many there are, `starts` included
 */
function markBelow({ graph, tree }: HeapView, starts: readonly number[], inside: BitSet, room: number): number {
  if (room <= 0) return 0;
  const { firstEdges, edgeHeads } = graph;
  const queue = new Uint32Array(room);
  queue.set(starts.slice(0, room));
  let tail = starts.length;
  for (let at = 0; at < tail && at < room; at += 1) {
    const node = queue[at];
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge += 1) {
      const target = edgeHeads[edge] >>> EDGE_TYPE_BITS;
      if (tree.parentEdge(target) !== edge || !inside.add(target)) continue;
      if (tail < room) queue[tail] = target;
      tail += 1;
    }
  }
  return tail;
}

function nameRetainer(view: HeapView, edge: number, source: number, inside: BitSet): LeaseHolder | null {
  const waiting = suspendedFunction(view, source);
  // A suspended function has it in a variable, however the heap leads there: often through the very connection that
  // it waits for.
  if (waiting !== null) return waiting;
  if (inside.has(source)) return scopeHolder(view, edge, source);
  const label = view.labels.label(edge, source);
  if (label.kind === 'handle' || label.kind === 'root') return null;
  const region = { ...label, id: 0, boundaryEdges: [edge], innerEdges: 0 };
  const { kind, label: text, source: place } = nameHolder(view, { label: region, edges: [edge], parts: 1 }, null);
  if (isForeign(place?.file)) return null;
  // Whoever took the snapshot was running, or something else was.
  if (place === null && text.startsWith('(')) return { kind: 'engine', label: 'a running function', source: null };
  return { kind, label: text, source: place };
}

/** `async` functions and generators keep their variables in an array of registers while they wait. */
function suspendedFunction({ graph, tree, sources }: HeapView, registers: number): LeaseHolder | null {
  const generator = graph.nodeType(registers) === NodeType.array ? tree.parent(registers) : -1;
  if (generator === -1) return null;
  const called = graph.follow(generator, EdgeType.internal, 'function');
  if (called === -1 || graph.nodeType(called) !== NodeType.closure) return null;
  const source = sources.ofFunction(called);
  if (isForeign(source?.file)) return null;
  return { kind: 'function', label: `${functionName(graph, called)}()`, source };
}

/** A variable of a function of the program, reached through the connection that it listens to or waits for. */
function scopeHolder(view: HeapView, edge: number, source: number): LeaseHolder | null {
  const { graph, labels } = view;
  if (!graph.isContext(source) || graph.edgeType(edge) !== EdgeType.context) return null;
  const label = labels.label(edge, source);
  const region = { ...label, id: 0, boundaryEdges: [edge], innerEdges: 0 };
  const named = nameHolder(view, { label: region, edges: [edge], parts: 1 }, null);
  if (named.source === null || isForeign(named.source.file)) return null;
  return { kind: named.kind, label: named.label, source: named.source };
}

/** Code of a package or of Node.js itself: the library's own listeners are no holders. */
export function isForeign(file: string | undefined): boolean {
  return file !== undefined && (file.startsWith('node:') || /[/\\]node_modules[/\\]/.test(file));
}

/** Of two holders the one that says more, the first when both say the same. */
function moreTelling(known: LeaseHolder | null, other: LeaseHolder | null): LeaseHolder | null {
  if (known === null || other === null) return known ?? other;
  const rank = (holder: LeaseHolder) => (TELLING[holder.kind] ?? 0) * 2 + (holder.source === null ? 0 : 1);
  const difference = rank(other) - rank(known);
  return difference > 0 || (difference === 0 && other.label < known.label) ? other : known;
}
