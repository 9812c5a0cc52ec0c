import type { Holder } from '../../../findings/report-schema.js';
import { BitSet } from '../../../graph/bit-set.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';
import { EDGE_TYPE_BITS } from '../../../snapshot/columns.js';
import { EdgeType, NodeType } from '../../../snapshot/kinds.js';
import { nameHolder } from '../../cut/holder-names.js';
import { functionName } from '../../labels/closure-name.js';
import type { HeapView } from '../../objects/heap-view.js';
import type { AuditedPool } from '../books/pool-units.js';

/** The holder of a lease, as the report names it. */
export interface LeaseHolder {
  readonly kind: Holder['kind'] | 'function';
  readonly label: string;
  readonly source: Holder['source'];
}

/**
 * Leases of a pool whose holders are looked for, the oldest first: naming one costs as much as reading a thousand
 * edges.
 */
export const MOST_ASKED = 200;
/** Maximum number of objects below the leases that are marked as theirs: sockets, parsers, listeners. */
const MOST_BELOW = 100_000;
/** Priority of a kind of holder when several refer to one lease: waiting code explains more than a table. */
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
 * Finds, for each given lease, what refers to it outside the pool's books: the function that waits with it in a
 * variable, the object that has it in a field, the collection that somebody keeps it in. One pass over the edges of the
 * heap for all pools, and none if `asked` is empty.
 *
 * @param asked units, by pool
 * @returns by pool and unit, the holder with the highest priority, or null
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

/** The holder with the highest priority for each of `leased`, by ordinal; none if only the pools' own books hold it. */
function findHolders(
  view: HeapView,
  pools: readonly AuditedPool[],
  leased: readonly number[],
): Map<number, LeaseHolder> {
  const { graph, tree } = view;
  // One byte per node is faster to test than a bit, and every edge of the heap is tested.
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
    // Nearly all references to a lease come from its own objects; they are skipped before a name is computed.
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

/** Whether {@link nameRetainer} may find a name for a source. */
function mayTell({ graph, tree }: HeapView, source: number, inside: BitSet): boolean {
  if (!tree.isReached(source)) return false;
  return !inside.has(source) || graph.isContext(source) || graph.nodeType(source) === NodeType.array;
}

/** The element store or table behind a book. */
function isStoreOf(graph: HeapGraph, parent: number, own: BitSet): boolean {
  return parent !== -1 && own.has(parent) && graph.nodeType(parent) === NodeType.object;
}

/**
 * Marks what belongs to the pools and their resources: everything whose shortest path from a root leads through a
 * resource. If that is too much, objects below `leased` come first.
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
 * Marks what shortest paths from a root reach through `starts`; after `room` objects, nothing below is visited.
 *
 * @returns how many were marked, `starts` included
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
  // A suspended function has it in a variable. The path to that function often leads through the connection that it
  // waits for.
  if (waiting !== null) return waiting;
  if (inside.has(source)) return scopeHolder(view, edge, source);
  const label = view.labels.label(edge, source);
  if (label.kind === 'handle' || label.kind === 'root') return null;
  const region = { ...label, id: 0, boundaryEdges: [edge], innerEdges: 0 };
  const { kind, label: text, source: place } = nameHolder(view, { label: region, edges: [edge], parts: 1 }, null);
  if (isLibraryCode(place?.file)) return null;
  // Some code was running when the snapshot was taken, for example the code that took it.
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
  if (isLibraryCode(source?.file)) return null;
  return { kind: 'function', label: `${functionName(graph, called)}()`, source };
}

/** A variable of a function of the program, reached through the connection that it listens to or waits for. */
function scopeHolder(view: HeapView, edge: number, source: number): LeaseHolder | null {
  const { graph, labels } = view;
  if (!graph.isContext(source) || graph.edgeType(edge) !== EdgeType.context) return null;
  const label = labels.label(edge, source);
  const region = { ...label, id: 0, boundaryEdges: [edge], innerEdges: 0 };
  const named = nameHolder(view, { label: region, edges: [edge], parts: 1 }, null);
  if (named.source === null || isLibraryCode(named.source.file)) return null;
  return { kind: named.kind, label: named.label, source: named.source };
}

/** Whether a file is code of a package or of Node.js itself: listeners of the library do not count as holders. */
export function isLibraryCode(file: string | undefined): boolean {
  return file !== undefined && (file.startsWith('node:') || /[/\\]node_modules[/\\]/.test(file));
}

/** The holder with the higher priority, or the first if both have the same. */
function moreTelling(known: LeaseHolder | null, other: LeaseHolder | null): LeaseHolder | null {
  if (known === null || other === null) return known ?? other;
  const rank = (holder: LeaseHolder) => (TELLING[holder.kind] ?? 0) * 2 + (holder.source === null ? 0 : 1);
  const difference = rank(other) - rank(known);
  return difference > 0 || (difference === 0 && other.label < known.label) ? other : known;
}
