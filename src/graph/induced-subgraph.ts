import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../snapshot/columns.js';
import { BitSet } from './bit-set.js';
import { NumberList } from './number-list.js';
import type { RetainingGraph } from './retaining-graph.js';

/** What an entry of a map takes of memory and time, in words of an array. */
const MAP_WORDS = 16;

/** Some nodes of a graph with the edges among them, as a graph of its own: its ordinals are places in {@link nodes}. */
export interface InducedSubgraph extends RetainingGraph {
  /** Ordinals in the whole graph, ascending. */
  readonly nodes: Uint32Array;
}

/**
 * For questions about a few nodes of a large heap: what is asked then costs as much as these nodes and their edges.
 *
 * @param keepEdge refuses edges of the whole graph by their index
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
      // Nearly all edges lead elsewhere, and a bit is quicker to ask than a map.
      if (!isMember.has(head >>> EDGE_TYPE_BITS) || !keepEdge(edge)) continue;
      const target = placeOf(head >>> EDGE_TYPE_BITS);
      edgeHeads.push(((target << EDGE_TYPE_BITS) | (head & EDGE_TYPE_MASK)) >>> 0);
    }
  }
  firstEdges[ordered.length] = edgeHeads.length;
  return { nodeCount: ordered.length, firstEdges, edgeHeads: edgeHeads.take(), retains: graph.retains, nodes: ordered };
}

/** Place of each of `nodes` in their list: by a word for each node of the graph where they are many of it. */
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
