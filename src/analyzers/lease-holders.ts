import type { Holder } from '../findings/report-schema.js';
import { BitSet } from '../graph/bit-set.js';
import type { HeapGraph } from '../graph/heap-graph.js';
import { EDGE_TYPE_BITS } from '../snapshot/columns.js';
import { EdgeType, NodeType } from '../snapshot/kinds.js';
import { functionName } from './edge-labels.js';
import type { HeapView } from './heap-view.js';
import { nameHolder } from './holder-names.js';
import type { AuditedPool } from './ledger-audit-units.js';

/** Who has a lease, as far as a report says it. */
export interface LeaseHolder {
  readonly kind: Holder['kind'] | 'function';
  readonly label: string;
  readonly source: Holder['source'];
}

/** References from a lease within which its machinery is found: its socket, its parser, their listeners. */
const MOST_BELOW = 50_000;
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
 * For each leased unit of each pool, what outside the pool's books refers to it: the function that waits with it in a
 * variable, the object that has it in a field, the collection that somebody keeps it in. One pass over the edges of
 * the heap for all pools, only when anything is leased.
 *
 * @returns by pool and unit, the most telling holder, or null where there is none
 */
export function findLeaseHolders(view: HeapView, pools: readonly AuditedPool[]): Map<number, LeaseHolder | null>[] {
  const retainers = collectRetainers(view, pools);
  const inside = markInside(view, pools);
  return pools.map(({ units }) => {
    const holders = new Map<number, LeaseHolder | null>();
    for (const unit of units.leased) {
      const edges = units.units[unit].flatMap((node) => retainers.get(node) ?? []);
      holders.set(unit, mostTelling(edges.flatMap((edge) => nameRetainer(view, edge, inside) ?? [])));
    }
    return holders;
  });
}

/** Edges into the leased units, by target, but for those of the pools' own. */
function collectRetainers({ graph, tree }: HeapView, pools: readonly AuditedPool[]): Map<number, number[]> {
  const wanted = new BitSet(graph.nodeCount);
  const own = new BitSet(graph.nodeCount);
  let some = false;
  for (const { pool, units } of pools) {
    own.add(pool.node);
    for (const book of pool.books) for (const store of book.stores) own.add(store);
    for (const unit of units.leased) {
      some = true;
      for (const node of units.units[unit]) wanted.add(node);
    }
  }
  const retainers = new Map<number, number[]>();
  if (!some) return retainers;
  const { firstEdges, edgeHeads, nodeCount } = graph;
  for (let source = 0; source < nodeCount; source += 1) {
    if (own.has(source) || wanted.has(source)) continue;
    for (let edge = firstEdges[source], end = firstEdges[source + 1]; edge < end; edge += 1) {
      const target = edgeHeads[edge] >>> EDGE_TYPE_BITS;
      if (!wanted.has(target)) continue;
      if (
        graph.edgeType(edge) === EdgeType.weak ||
        !tree.isReached(source) ||
        isStoreOf(graph, tree.parent(source), own)
      )
        continue;
      const known = retainers.get(target);
      if (known === undefined) retainers.set(target, [edge]);
      else known.push(edge);
    }
  }
  return retainers;
}

/** The element store or table behind a book. */
function isStoreOf(graph: HeapGraph, parent: number, own: BitSet): boolean {
  return parent !== -1 && own.has(parent) && graph.nodeType(parent) === NodeType.object;
}

/** What belongs to the pools and what they lend: everything whose shortest path from a root leads through a resource. */
function markInside({ graph, tree }: HeapView, pools: readonly AuditedPool[]): BitSet {
  const inside = new BitSet(graph.nodeCount);
  const queue = pools.flatMap(({ units }) => units.units.flat());
  for (const node of queue) inside.add(node);
  for (let at = 0; at < queue.length && at < MOST_BELOW; at += 1) {
    const node = queue[at];
    for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
      const target = graph.target(edge);
      if (tree.parentEdge(target) !== edge || inside.has(target)) continue;
      inside.add(target);
      queue.push(target);
    }
  }
  return inside;
}

function nameRetainer(view: HeapView, edge: number, inside: BitSet): LeaseHolder | null {
  const { graph } = view;
  const source = graph.source(edge);
  const waiting = suspendedFunction(view, source);
  // A suspended function has it in a variable, however the heap leads there: often through the very connection that
  // it waits for.
  if (waiting !== null) return waiting;
  if (inside.has(source)) return scopeHolder(view, edge, source);
  const label = view.labels.label(edge, source);
  if (label.kind === 'handle' || label.kind === 'root' || label.kind === 'engine') return null;
  const region = { ...label, id: 0, boundaryEdges: [edge], innerEdges: 0 };
  const { kind, label: text, source: place } = nameHolder(view, { label: region, edges: [edge], parts: 1 }, null);
  if (isForeign(place?.file)) return null;
  // Whoever took the snapshot was running, or something else was.
  if (place === null && text.startsWith('(')) return { kind: 'engine', label: 'a running function', source: null };
  return { kind, label: text, source: place };
}

/** `async` functions and generators keep their variables in an array of registers while they wait. */
function suspendedFunction({ graph, tree, sources }: HeapView, registers: number): LeaseHolder | null {
  const generator = registers === -1 ? -1 : tree.parent(registers);
  if (generator === -1 || graph.nodeType(registers) !== NodeType.array) return null;
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
function isForeign(file: string | undefined): boolean {
  return file !== undefined && (file.startsWith('node:') || /[/\\]node_modules[/\\]/.test(file));
}

function mostTelling(holders: readonly LeaseHolder[]): LeaseHolder | null {
  const rank = (holder: LeaseHolder) => (TELLING[holder.kind] ?? 0) * 2 + (holder.source === null ? 0 : 1);
  const [first = null] = holders.toSorted((a, b) => rank(b) - rank(a) || (a.label < b.label ? -1 : 1));
  return first;
}
