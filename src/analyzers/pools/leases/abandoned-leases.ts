import type { HeapGraph } from '../../../graph/heap-graph.js';
import { EdgeType, NodeType } from '../../../snapshot/kinds.js';
import type { HeapView } from '../../objects/heap-view.js';
import type { LedgerFacts } from '../audit/audit-pools.js';
import { handlesOf } from '../audit/leases-without-holder.js';
import type { PoolMeasures } from '../books/history.js';
import type { AuditedPool } from '../books/pool-units.js';
import type { PoolInventory } from '../figures.js';
import type { EarlierCapture, LeaseAges } from './lease-ages.js';
import { isLibraryCode, type LeaseHolder } from './lease-holders.js';
import type { OpenLease } from './open-leases.js';

/** Events whose listeners only clean up: such a listener does not mean that the connection is in use. */
const ENDINGS = new Set(['error', 'end', 'close', 'finish', 'timeout']);

/** Leases of one pool that nothing can return any more. */
export interface AbandonedLeases {
  readonly audited: AuditedPool;
  readonly inventory: PoolInventory;
  /** The oldest first. */
  readonly leases: readonly OpenLease[];
  /** Number of these leases in each snapshot, the last one last. */
  readonly counts: readonly number[];
}

/** The open leases of one pool in the last snapshot. */
export interface LentByPool {
  readonly audited: AuditedPool;
  readonly inventory: PoolInventory;
  readonly open: readonly OpenLease[];
  readonly holders: ReadonlyMap<number, LeaseHolder | null>;
}

/**
 * Finds leases that were open in the snapshot before and that nothing can return: only books and handles hold them, no
 * function of the program has them in a variable, and none waits for an answer below them. If a profile names the
 * fields of a working resource, these decide on the latter.
 *
 * O(nodes + edges) when there are candidates.
 */
export function findAbandonedLeases(
  view: HeapView,
  pools: readonly LentByPool[],
  facts: LedgerFacts,
  ages: LeaseAges,
  earlier: readonly PoolMeasures[],
  captures: readonly EarlierCapture[],
): AbandonedLeases[] {
  if (earlier.length === 0) return [];
  const candidates = pools.map(({ open, holders }) =>
    open.filter(
      ({ unit, members }) =>
        holders.get(unit) === null && members.some((node) => facts.get(node)?.has('leased-without-holder') === true),
    ),
  );
  const asked = candidates.flatMap((leases, index) =>
    pools[index].audited.pool.known?.pool?.workingWhen === undefined ? leases : [],
  );
  const awaited = findAwaited(view, asked);
  return pools.flatMap(({ audited, inventory }, index) => {
    const since = candidates[index]
      .filter((lease) => !awaited.has(lease))
      .map((lease) => ({ lease, first: firstOut(view.graph, audited, lease, ages, earlier, captures) }))
      .filter(({ first }) => first < earlier.length);
    if (since.length === 0) return [];
    const counts = [...earlier, null].map((_, snapshot) => since.filter(({ first }) => first <= snapshot).length);
    return [{ audited, inventory, leases: since.map(({ lease }) => lease), counts }];
  });
}

/** Leases below which the program waits: a suspended function, or a callback. */
function findAwaited(view: HeapView, leases: readonly OpenLease[]): Set<OpenLease> {
  const awaited = new Set<OpenLease>();
  if (leases.length === 0) return awaited;
  const { graph, tree } = view;
  const below = new Map<number, OpenLease>();
  for (const lease of leases)
    for (const member of lease.members) for (const node of [member, ...handlesOf(view, member)]) below.set(node, lease);
  // In order of discovery, so parents come first.
  for (const node of tree.order) {
    const lease = below.get(node);
    if (lease === undefined || awaited.has(lease)) continue;
    if (isOfProgram(view, node)) {
      awaited.add(lease);
      continue;
    }
    for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
      const target = graph.target(edge);
      if (tree.parentEdge(target) !== edge || below.has(target)) continue;
      if (graph.edgeType(edge) === EdgeType.property && ENDINGS.has(graph.edgeName(edge))) continue;
      below.set(target, lease);
    }
  }
  return awaited;
}

/** Whether a node is a function of the program, or a suspended one. */
function isOfProgram({ graph, sources }: HeapView, node: number): boolean {
  const isClosure = graph.nodeType(node) === NodeType.closure;
  const called = isClosure ? node : graph.follow(node, EdgeType.internal, 'function');
  if (called === -1 || graph.nodeType(called) !== NodeType.closure) return false;
  const file = sources.ofFunction(called)?.file;
  return file !== undefined && !isLibraryCode(file);
}

/**
 * Index of the first snapshot with this lease: by the object made for it alone, or else the first snapshot from which
 * the resource was leased without a break.
 */
function firstOut(
  graph: HeapGraph,
  { pool }: AuditedPool,
  { members }: OpenLease,
  ages: LeaseAges,
  earlier: readonly PoolMeasures[],
  captures: readonly EarlierCapture[],
): number {
  const birthId = ages.birthId(members);
  if (birthId !== null && captures.length === earlier.length) {
    const first = captures.findIndex(({ largestId }) => birthId <= largestId);
    return first === -1 ? earlier.length : first;
  }
  let first = earlier.length;
  while (first > 0) {
    const out = earlier[first - 1].get(graph.nodeIds[pool.node])?.leasedIds;
    if (out === undefined || !members.some((node) => out.has(graph.nodeIds[node]))) break;
    first -= 1;
  }
  return first;
}
