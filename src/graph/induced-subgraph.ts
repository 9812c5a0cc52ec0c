import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../snapshot/columns.js';
import { BitSet } from './bit-set.js';
import { NumberList } from './number-list.js';
import type { RetainingGraph } from './retaining-graph.js';

/** Cost of a Map entry in memory and time, relative to one array word. */
const MAP_WORDS = 16;

/** Some nodes of a graph with the edges among them, as a graph of its own: its ordinals are places in {@link nodes}. */
export interface InducedSubgraph extends RetainingGraph {
  /** Ordinals in the whole graph, ascending. */
  readonly nodes: Uint32Array;
}

/**
 * For queries about a few nodes of a large heap: their cost then depends on these nodes and their edges only.
 *
 * @param keepEdge returns false for edges of the whole graph to leave out, by index
 */
export function induceSubgraph(
  graph: RetainingGraph,
  nodes: Iterable<number>,
  keepEdge: (edge: number) => boolean = () => true,
): InducedSubgraph {
  const isMember = new BitSet(graph.nodeCount);
  for (const node of nodes) isMember.add(node);
  const ordered = new Uint32Array(isMember.count());
  let last = 0;
  isMember.forEach((node) => {
    ordered[last] = node;
    last += 1;
  });
  const placeOf = placesOf(ordered, graph.nodeCount);
  const firstEdges = new Uint32Array(ordered.length + 1);
  const edgeHeads = new NumberList();
  for (let place = 0; place < ordered.length; place += 1) {
    const node = ordered[place];
    firstEdges[place] = edgeHeads.length;
    for (let edge = graph.firstEdges[node], end = graph.firstEdges[node + 1]; edge < end; edge += 1) {
      const head = graph.edgeHeads[edge];
      // Nearly all edges lead elsewhere, and testing a bit is faster than a Map lookup.
      if (!isMember.has(head >>> EDGE_TYPE_BITS) || !keepEdge(edge)) continue;
      const target = placeOf(head >>> EDGE_TYPE_BITS);
      edgeHeads.push(((target << EDGE_TYPE_BITS) | (head & EDGE_TYPE_MASK)) >>> 0);
    }
  }
  firstEdges[ordered.length] = edgeHeads.length;
  return { nodeCount: ordered.length, firstEdges, edgeHeads: edgeHeads.take(), retains: graph.retains, nodes: ordered };
}

/**
 * Position of each of `nodes` in the list. Uses one word per node of the graph where the list is a large part of it,
 * else a Map.
 */
function placesOf(nodes: Uint32Array, nodeCount: number): (node: number) => number {
  if (nodes.length * MAP_WORDS < nodeCount) {
    const places = new Map<number, number>();
    for (let place = 0, end = nodes.length; place < end; place += 1) places.set(nodes[place], place);
    return (node) => places.get(node) ?? 0;
  }
  const places = new Uint32Array(nodeCount);
  for (let place = 0, end = nodes.length; place < end; place += 1) places[nodes[place]] = place;
  return (node) => places[node];
}
