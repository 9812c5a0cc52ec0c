import { BitSet } from '../../graph/bit-set.js';
import { buildDominatorTree } from '../../graph/dominators.js';
import { EdgeCode } from '../../graph/edge-codes.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { findReachable } from '../../graph/reachability.js';
import { computeRetainedSizes } from '../../graph/retained-sizes.js';
import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../../snapshot/columns.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import type { HeapView } from '../objects/heap-view.js';
import { findSocket } from '../pools/audit/leases-without-holder.js';

/** A single object larger than this is a preallocated store or buffer, not a result of work. */
const LARGE_OBJECT = 65_536;
/** Preallocated buffers have multiples of this size; results of work have any length. */
const ROUND_BUFFER = 1_024;

/**
 * The subgraph that only idle resources keep: node 0 stands for all roots, nodes 1 … units for the resources with their
 * wrappers and sockets, and the others for what they keep.
 */
export class IdleRegion {
  readonly unitCount: number;
  /** Ordinals by local number; -1 for the nodes that stand for roots and resources. */
  readonly nodes: readonly number[];
  /** Ordinals of each resource, its wrappers and its socket. */
  readonly bodies: readonly (readonly number[])[];
  readonly parents: Uint32Array;
  /** Parents before children. */
  readonly order: Uint32Array;
  /** Bytes of possible results of work that each node retains, by local number. */
  readonly resultBytes: Float64Array;
  /** Bytes that cutting all references to a node frees. */
  readonly retained: Float64Array;
  /** By node, the child in the dominator tree that retains most; 0 for none. */
  readonly heaviest: Uint32Array;

  constructor(graph: HeapGraph, bodies: readonly (readonly number[])[], kept: readonly number[], locals: Uint32Array) {
    this.unitCount = bodies.length;
    this.bodies = bodies;
    this.nodes = [...Array.from({ length: bodies.length + 1 }, () => -1), ...kept];
    const { firstEdges, edgeHeads } = listEdges(graph, this.nodes, bodies, locals);
    const local = { nodeCount: this.nodes.length, firstEdges, edgeHeads, retains: graph.retains };
    const tree = buildDominatorTree(local);
    const sizes = Float64Array.from(this.nodes, (node) => (node === -1 ? 0 : graph.shallowSizes[node]));
    const weights = Float64Array.from(this.nodes, (node) => (node === -1 ? 0 : weigh(graph, node)));
    this.parents = tree.immediateDominators;
    this.order = tree.order;
    this.retained = computeRetainedSizes(local, tree, sizes);
    this.resultBytes = computeRetainedSizes(local, tree, weights);
    this.heaviest = new Uint32Array(this.nodes.length);
    for (let index = 1; index < this.order.length; index += 1) {
      const node = this.order[index];
      const parent = this.parents[node];
      const best = this.heaviest[parent];
      if (best === 0 || this.resultBytes[node] > this.resultBytes[best]) this.heaviest[parent] = node;
    }
  }
}

/**
 * Cuts the resources out of the heap and takes what becomes unreachable. The bytes that shortest paths reach through
 * the resources are an upper bound: if they are fewer than `least`, the search ends at the cost of that part of the
 * heap. Else O(nodes + edges).
 */
export function findKeptByIdle(
  view: HeapView,
  units: readonly (readonly number[])[],
  least: number,
): IdleRegion | null {
  const { graph, tree, timers } = view;
  const bodies = units.map((members) => [
    ...new Set(members.flatMap((node) => [node, findSocket(view, node)]).filter((node) => node !== -1)),
  ]);
  const own = new BitSet(graph.nodeCount);
  for (const node of bodies.flat()) own.add(node);
  if (!mayKeep(view, bodies.flat(), own, least)) return null;
  const reached = findReachable(tree, { alsoFrom: timers.timers, blocked: own });
  const locals = new Uint32Array(graph.nodeCount);
  const kept: number[] = [];
  const visit = (node: number) =>
    forEachKept(graph, node, (target) => {
      if (locals[target] !== 0 || reached.has(target) || own.has(target)) return;
      locals[target] = kept.push(target) + bodies.length;
    });
  for (const node of bodies.flat()) visit(node);
  // The list grows during iteration.
  for (const node of kept) visit(node);
  return new IdleRegion(graph, bodies, kept, locals);
}

/** Whether at least `least` bytes lie below the resources in the tree of shortest paths. */
function mayKeep({ graph, tree }: HeapView, bodies: readonly number[], own: BitSet, least: number): boolean {
  const { firstEdges, edgeHeads } = graph;
  const stack = [...new Set(bodies)];
  let bytes = 0;
  for (let node = stack.pop(); node !== undefined; node = stack.pop())
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge += 1) {
      const target = edgeHeads[edge] >>> EDGE_TYPE_BITS;
      if (tree.parentEdge(target) !== edge || own.has(target)) continue;
      bytes += weigh(graph, target);
      if (bytes >= least) return true;
      stack.push(target);
    }
  return false;
}

function listEdges(
  graph: HeapGraph,
  nodes: readonly number[],
  bodies: readonly (readonly number[])[],
  locals: Uint32Array,
): { firstEdges: Uint32Array; edgeHeads: Uint32Array } {
  const firstEdges = new Uint32Array(nodes.length + 1);
  const heads: number[] = bodies.map((_, unit) => headTo(unit + 1));
  firstEdges[1] = heads.length;
  for (let local = 1; local < nodes.length; local += 1) {
    const sources = local <= bodies.length ? bodies[local - 1] : [nodes[local]];
    for (const source of sources)
      forEachKept(graph, source, (target) => {
        if (locals[target] !== 0) heads.push(headTo(locals[target]));
      });
    firstEdges[local + 1] = heads.length;
  }
  return { firstEdges, edgeHeads: Uint32Array.from(heads) };
}

function headTo(local: number): number {
  return ((local << EDGE_TYPE_BITS) | EdgeType.internal) >>> 0;
}

/** Calls `visit` with every target that a node keeps alive beyond the current job. */
export function forEachKept(graph: HeapGraph, node: number, visit: (target: number, edge: number) => void): void {
  const { firstEdges, edgeHeads, retains } = graph;
  for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge += 1) {
    const code = edgeHeads[edge] & EDGE_TYPE_MASK;
    if (retains[code] !== 0 && code !== EdgeCode.jobScoped) visit(edgeHeads[edge] >>> EDGE_TYPE_BITS, edge);
  }
}

/** Bytes of a node that may be a result of work: 0 for preallocated buffers and stores. */
function weigh(graph: HeapGraph, node: number): number {
  const size = graph.shallowSizes[node];
  switch (graph.nodeTypes[node]) {
    case NodeType.string:
    case NodeType.consString:
    case NodeType.slicedString:
      return size;
    case NodeType.native:
      return size % ROUND_BUFFER === 0 ? 0 : size;
    default:
      return size > LARGE_OBJECT ? 0 : size;
  }
}
