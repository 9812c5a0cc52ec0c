import { BitSet } from '../../../graph/bit-set.js';
import { EdgeCode } from '../../../graph/edge-codes.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';
import { findReachable } from '../../../graph/reachability.js';
import { splitWords } from '../../../profiles/vocabulary.js';
import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../../../snapshot/columns.js';
import { EdgeType, NodeType } from '../../../snapshot/kinds.js';
import { checkCondition } from '../../objects/field-conditions.js';
import { meaningsIn } from '../../objects/field-meanings.js';
import type { HeapView } from '../../objects/heap-view.js';
import { type AuditedPool, isDeadUnit } from '../books/pool-units.js';

/** Last words of fields that hold the current work of a connection. */
const WORK_WORDS = new Set(['query', 'command', 'request', 'job', 'statement']);

/**
 * Leased units of each pool that nobody could return: no root reaches them without the books, references between
 * resources, and the resources' own sockets and timers. A resource that is working is left out: the code that waits for
 * its answer is reached through the resource alone.
 *
 * One walk for all pools, O(nodes + edges).
 *
 * @param wasOut whether a unit was leased in the snapshot before: a new lease may still be on its way to the code that
 *   asked for it
 */
export function findLeasesWithoutHolder(
  view: HeapView,
  pools: readonly AuditedPool[],
  wasOut: (pool: AuditedPool, members: readonly number[]) => boolean,
): Unheld {
  const candidates = pools.map((audited) =>
    [...audited.units.leased].filter((unit) => {
      const members = audited.units.units[unit];
      if (isDeadUnit(view.deaths, members) || !wasOut(audited, members)) return false;
      return !isUnitWorking(view, audited, members);
    }),
  );
  const doubtful = pools.map((audited) => isKeptByOwnHandles(view, audited));
  if (candidates.every((list) => list.length === 0) && !doubtful.includes(true))
    return { units: candidates, pools: doubtful };
  const reached = walkWithoutBooks(view, pools);
  return {
    units: candidates.map((list, index) =>
      list.filter((unit) => !pools[index].units.units[unit].some((node) => reached.has(node))),
    ),
    pools: doubtful.map((isDoubtful, index) => isDoubtful && !reached.has(pools[index].pool.node)),
  };
}

/** Leased units, and pools, to which nothing outside the pools refers. */
export interface Unheld {
  /** Indexes into the units of each pool. */
  readonly units: readonly (readonly number[])[];
  /** For each pool, whether only its own handles and timers keep it. */
  readonly pools: readonly boolean[];
}

/**
 * Whether the shortest path to a pool without current work leads through a handle, a timer or one of its resources.
 * Only then is a walk needed to find out whether anything else leads to the pool. A working pool is excluded: the code
 * that waits for its answer is reached through the connection alone.
 */
function isKeptByOwnHandles(view: HeapView, audited: AuditedPool): boolean {
  const { pool, units } = audited;
  const { graph, tree, timers } = view;
  if (pool.scopeOf !== null || units.units.length === 0) return false;
  const waiting = pool.books.some((book) => book.role === 'pending' && book.size > 0);
  if (waiting || units.leased.size > 0 || units.units.some((members) => isUnitWorking(view, audited, members)))
    return false;
  const isTimer = new Set(timers.timers);
  return tree
    .pathTo(pool.node)
    .some(
      (edge) =>
        graph.edgeCode(edge) === EdgeCode.handleRoot ||
        isTimer.has(graph.target(edge)) ||
        (graph.target(edge) !== pool.node && units.unitOf.has(graph.target(edge))),
    );
}

function walkWithoutBooks(view: HeapView, pools: readonly AuditedPool[]): BitSet {
  const { graph, tree, timers } = view;
  const resources = new BitSet(graph.nodeCount);
  const books = new BitSet(graph.nodeCount);
  for (const { pool, units } of pools) {
    for (const node of units.unitOf.keys()) resources.add(node);
    for (const book of pool.books) for (const store of book.stores) books.add(store);
  }
  const { below, timers: ownTimers } = markBelow(view, resources);
  return findReachable(tree, {
    blocked: books,
    alsoFrom: timers.timers.filter((timer) => !ownTimers.has(timer)),
    isCut: (edge) => {
      if (timers.isLink(edge)) return true;
      const code = graph.edgeCode(edge);
      const target = graph.edgeHeads[edge] >>> EDGE_TYPE_BITS;
      if (code === EdgeCode.handleRoot) return below.has(target);
      return resources.has(target) && (resources.has(graph.source(edge)) || isProperty(graph, edge, pools));
    },
  });
}

/** Whether an edge is a field of a pool itself (such as `lastUsed`), which counts as a book of one entry. */
function isProperty(graph: HeapGraph, edge: number, pools: readonly AuditedPool[]): boolean {
  if (graph.edgeType(edge) !== EdgeType.property) return false;
  const source = graph.source(edge);
  return pools.some(({ pool }) => pool.node === source);
}

/**
 * Marks everything whose shortest path from a root leads through a resource or its open handle (socket, listeners,
 * parser), and the timers in fields of these objects.
 */
function markBelow(
  view: HeapView,
  resources: BitSet,
): { readonly below: BitSet; readonly timers: ReadonlySet<number> } {
  const { graph, tree, timers } = view;
  const { firstEdges, edgeHeads } = graph;
  const { order } = tree;
  const below = new BitSet(graph.nodeCount);
  const own = new Set<number>();
  // One byte per node is faster to test than a Set.
  const isTimer = new Uint8Array(graph.nodeCount);
  for (const timer of timers.timers) isTimer[timer] = 1;
  resources.forEach((resource) => {
    for (const node of [resource, ...handlesOf(view, resource)]) if (tree.isReached(node)) below.add(node);
  });
  // In order of discovery, so parents come first and memory is read sequentially.
  for (let place = 0, last = order.length; place < last; place += 1) {
    const node = order[place];
    if (!below.has(node)) continue;
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge += 1) {
      const target = edgeHeads[edge] >>> EDGE_TYPE_BITS;
      if (tree.parentEdge(target) === edge) below.add(target);
      if (isTimer[target] === 0 || isTimer[node] === 1 || timers.isLink(edge)) continue;
      if ((edgeHeads[edge] & EDGE_TYPE_MASK) === EdgeType.property) own.add(target);
    }
  }
  return { below, timers: own };
}

/** The handle of a resource's socket, and the engine's objects for it. */
export function handlesOf(view: HeapView, resource: number): number[] {
  const { graph } = view;
  const socket = findSocket(view, resource);
  const handle = socket === -1 ? -1 : graph.follow(socket, EdgeType.property, '_handle');
  if (handle === -1) return [];
  const native = graph.follow(handle, EdgeType.internal, 'javascript_to_native');
  return native === -1 ? [handle] : [handle, native];
}

/** The socket of a resource, which may be the resource itself, or -1. */
export function findSocket({ graph, roles }: HeapView, resource: number): number {
  let socket = roles.socketOf(resource);
  if (socket === -1)
    for (let edge = graph.firstEdges[resource]; edge < graph.firstEdges[resource + 1] && socket === -1; edge += 1)
      if (graph.edgeType(edge) === EdgeType.property && meaningsIn(graph).of(graph.edgeNames[edge]) === 'socket')
        socket = roles.socketOf(graph.target(edge));
  return socket;
}

/**
 * Whether a unit is working: by the pool's profile, or else by the names of its fields and of those of the connection
 * that it wraps.
 */
export function isUnitWorking(view: HeapView, { pool }: AuditedPool, members: readonly number[]): boolean {
  const byProfile = pool.known?.pool?.workingWhen;
  if (byProfile !== undefined)
    return members.some((node) => byProfile.some((condition) => checkCondition(view.graph, node, condition) !== null));
  return members.some((node) => isWorking(view, node) || wrappedBy(view, node).some((inner) => isWorking(view, inner)));
}

/** Connections in fields of an object, as a pool may lend the program's own session objects. */
function wrappedBy({ graph, roles }: HeapView, node: number): number[] {
  const wrapped: number[] = [];
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
    const target = graph.target(edge);
    if (graph.edgeType(edge) === EdgeType.property && roles.of(target) === 'connection') wrapped.push(target);
  }
  return wrapped;
}

function isWorking({ graph, roles }: HeapView, node: number): boolean {
  if (roles.isBusy(node)) return true;
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property) continue;
    const words = splitWords(graph.edgeName(edge));
    if (WORK_WORDS.has(words[words.length - 1] ?? '') && graph.nodeType(graph.target(edge)) === NodeType.object)
      return true;
  }
  return false;
}
