import type { RetainingGraph } from '../../src/graph/retaining-graph.js';
import { EDGE_TYPE_BITS } from '../../src/snapshot/columns.js';
import { EdgeType } from '../../src/snapshot/kinds.js';

/** An edge of a test graph: source, target, and its type (`property` when left out). */
export type TestEdge = readonly [from: number, to: number, type?: EdgeType];

/** Everything retains but weak edges, as in a real heap. */
export function retainsAllButWeak(): Uint8Array {
  const retains = new Uint8Array(16).fill(1);
  retains[EdgeType.weak] = 0;
  return retains;
}

/** Packs an edge list into the rows that the algorithms read. Edges of one node keep their order. */
export function buildGraph(nodeCount: number, edges: readonly TestEdge[]): RetainingGraph {
  const firstEdges = new Uint32Array(nodeCount + 1);
  for (const [from] of edges) firstEdges[from + 1]++;
  for (let node = 0; node < nodeCount; node++) firstEdges[node + 1] += firstEdges[node];
  const free = firstEdges.slice();
  const edgeHeads = new Uint32Array(edges.length);
  for (const [from, to, type = EdgeType.property] of edges) {
    edgeHeads[free[from]++] = ((to << EDGE_TYPE_BITS) | type) >>> 0;
  }
  return { nodeCount, firstEdges, edgeHeads, retains: retainsAllButWeak() };
}

/** Uniform numbers in [0, 1), the same for the same seed: mulberry32 by Tommy Ettinger (public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Shape of a random graph. */
export interface RandomGraphOptions {
  readonly seed: number;
  readonly nodeCount: number;
  /** Edges per node, on average. Around 1.5 gives deep dominator trees and unreachable parts. */
  readonly edgesPerNode: number;
  /** Share of weak edges, 0 … 1. */
  readonly weakShare?: number;
  /** 0 … 1: share of edges that end near their source, which makes long, nested and irreducible loops. */
  readonly localShare?: number;
  /** Further strong edges from the root, so that most of the graph hangs on it. */
  readonly rootEdges?: number;
}

/** Edges of a random graph, self and parallel edges included. The same options give the same edges. */
export function randomEdges(options: RandomGraphOptions): TestEdge[] {
  const { seed, nodeCount, edgesPerNode, weakShare = 0, localShare = 0, rootEdges = 2 } = options;
  const random = seededRandom(seed);
  const pick = () => Math.floor(random() * nodeCount);
  const strongTypes = [EdgeType.context, EdgeType.element, EdgeType.property, EdgeType.internal, EdgeType.hidden];
  const edges: TestEdge[] = [];
  for (let i = Math.floor(nodeCount * edgesPerNode); i > 0; i--) {
    const from = pick();
    const near = from + Math.floor(random() * 7) - 3;
    const to = random() < localShare && near >= 0 && near < nodeCount ? near : pick();
    const type = random() < weakShare ? EdgeType.weak : strongTypes[Math.floor(random() * strongTypes.length)];
    edges.push([from, to, type]);
    if (random() < 0.05) edges.push([from, to, type]);
  }
  for (let i = 0; i < rootEdges; i++) edges.push([0, pick()]);
  return edges;
}
