import { BitSet } from '../../graph/bit-set.js';
import { EdgeCode } from '../../graph/edge-codes.js';
import { PathPhase } from '../../graph/path-tree.js';
import type { HeapView } from '../objects/heap-view.js';
import type { Population } from '../series/population.js';

/** Least share of the dead objects that must be reached from an open handle of their own. */
const OWN_SHARE = 0.5;
/** Most open handles that lead to one another's objects and belong to one connection: its socket's, its parser's, a request's. */
const MOST_OF_ONE = 4;
/** Least number of objects of one kind, as a share of the connections, from which each connection is taken to have one. */
const EACH = 0.5;

/**
 * Dead objects that nothing but open connections keeps, each of them its own, and these connections with what belongs to each. Then
 * not the field that leads to a dead object is the fault, but that its connection was not closed: a gateway does not abort the request
 * to the other side when its client is gone.
 *
 * ```
 *   (handles) ─▶ TCP × 240 ──▶ Socket ──▶ ClientRequest ──▶ … ──▶ ServerResponse ──socket──▶ Socket (closed)
 * ```
 *
 * A series shows that these connections grow in number; this is for what a single snapshot says. O(nodes + edges).
 *
 * @param dead ordinals
 */
export function findConnectionsOfDead(
  view: HeapView,
  population: Population,
  dead: BitSet,
): { readonly held: BitSet; readonly connections: BitSet } {
  const { graph, tree } = view;
  const held = new BitSet(graph.nodeCount);
  const connections = new BitSet(graph.nodeCount);
  const none = { held, connections };
  const alone: number[] = [];
  dead.forEach((node) => {
    if (tree.isReached(node) && tree.phase(node) === PathPhase.handle) alone.push(node);
  });
  if (alone.length === 0) return none;
  const handleOf = openHandles(view);
  const owners = new Set(alone.flatMap((node) => handleOf.get(node) ?? []));
  if (owners.size < alone.length * OWN_SHARE) return none;
  for (const handle of partnersOf(view, handleOf, owners)) owners.add(handle);
  const kinds = new Map<number, number[]>();
  for (const [node, handle] of handleOf) {
    const group = owners.has(handle) ? population.groupOf(node) : -1;
    if (group === -1 || population.groups[group].kind === 'value') continue;
    const nodes = kinds.get(group);
    if (nodes === undefined) kinds.set(group, [node]);
    else nodes.push(node);
  }
  for (const nodes of kinds.values())
    if (nodes.length >= alone.length * EACH) for (const node of nodes) connections.add(node);
  for (const node of alone) {
    held.add(node);
    connections.add(node);
  }
  return { held, connections };
}

/** The open handle that each object is reached from, where no reference of the program leads to it. */
function openHandles({ graph, tree }: HeapView): Map<number, number> {
  const handleOf = new Map<number, number>();
  const { order } = tree;
  // A parent is discovered before its children.
  for (let place = 0, end = order.length; place < end; place += 1) {
    const node = order[place];
    if (tree.phase(node) !== PathPhase.handle) continue;
    const edge = tree.parentEdge(node);
    if (edge === -1) continue;
    if (graph.edgeCode(edge) === EdgeCode.handleRoot) handleOf.set(node, node);
    else {
      const handle = handleOf.get(graph.source(edge));
      if (handle !== undefined) handleOf.set(node, handle);
    }
  }
  return handleOf;
}

/** Handles from whose objects references lead to the objects of one or a few of `owners`: a connection has more than one handle. */
function partnersOf({ graph }: HeapView, handleOf: ReadonlyMap<number, number>, owners: ReadonlySet<number>): number[] {
  const leadsTo = new Map<number, Set<number>>();
  for (const [node, handle] of handleOf) {
    if (owners.has(handle)) continue;
    for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
      const other = handleOf.get(graph.target(edge));
      if (other === undefined || !owners.has(other) || graph.retains[graph.edgeCode(edge)] !== 1) continue;
      leadsTo.set(handle, (leadsTo.get(handle) ?? new Set()).add(other));
    }
  }
  return [...leadsTo].filter(([, others]) => others.size <= MOST_OF_ONE).map(([handle]) => handle);
}
