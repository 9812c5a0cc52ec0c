import type { HeapGraph } from '../../graph/heap-graph.js';

/** Where a cycle is looked for. */
export interface CycleSpace {
  readonly graph: HeapGraph;
  /** Ordinals of one strongly connected component. */
  readonly members: Uint32Array;
  readonly isMember: (node: number) => boolean;
  /** Whether an edge may be part of the cycle. */
  readonly isStep: (edge: number) => boolean;
}

/**
 * The shortest closed walk through one of `starts` and a partner of another class. One breadth-first search along the
 * references gives the distances to partners, a second one against them the distances back, and the least sum is chosen.
 * O(members and their edges) for each start.
 *
 * @returns its edges in order, from the start on; null when there is none
 */
export function shortestCycle(
  space: CycleSpace,
  starts: readonly number[],
  isPartner: (node: number) => boolean,
): number[] | null {
  const { graph } = space;
  const inbound = inboundEdges(space);
  let best: number[] | null = null;
  for (const start of starts) {
    const there = waysFrom(space, start);
    const back = waysTo(graph, start, inbound);
    for (const [partner, { length }] of there) {
      const home = back.get(partner);
      if (home === undefined || (best !== null && length + home.length >= best.length)) continue;
      if (graph.nodeName(partner) === graph.nodeName(start) || !isPartner(partner)) continue;
      best = [...unwind(graph, there, start, partner), ...unwindBack(graph, back, start, partner)];
    }
  }
  return best;
}

/** The last (on the way back, the first) edge of a shortest walk, and its length. */
interface Way {
  readonly edge: number;
  readonly length: number;
}

function inboundEdges({ graph, members, isMember, isStep }: CycleSpace): Map<number, number[]> {
  const inbound = new Map<number, number[]>();
  for (const source of members) {
    for (let edge = graph.firstEdges[source]; edge < graph.firstEdges[source + 1]; edge += 1) {
      const target = graph.target(edge);
      if (graph.retains[graph.edgeCode(edge)] === 0 || !isMember(target) || !isStep(edge)) continue;
      const edges = inbound.get(target);
      if (edges === undefined) inbound.set(target, [edge]);
      else edges.push(edge);
    }
  }
  return inbound;
}

function waysFrom({ graph, isMember, isStep }: CycleSpace, start: number): Map<number, Way> {
  const ways = new Map<number, Way>();
  const queue = [start];
  for (const node of queue) {
    const length = (ways.get(node)?.length ?? 0) + 1;
    for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
      const target = graph.target(edge);
      if (graph.retains[graph.edgeCode(edge)] === 0 || !isMember(target) || !isStep(edge)) continue;
      if (target === start || ways.has(target)) continue;
      ways.set(target, { edge, length });
      queue.push(target);
    }
  }
  return ways;
}

function waysTo(graph: HeapGraph, start: number, inbound: ReadonlyMap<number, readonly number[]>): Map<number, Way> {
  const ways = new Map<number, Way>();
  const queue = [start];
  for (const node of queue) {
    const length = (ways.get(node)?.length ?? 0) + 1;
    for (const edge of inbound.get(node) ?? []) {
      const source = graph.source(edge);
      if (source === start || ways.has(source)) continue;
      ways.set(source, { edge, length });
      queue.push(source);
    }
  }
  return ways;
}

function unwind(graph: HeapGraph, ways: ReadonlyMap<number, Way>, start: number, end: number): number[] {
  const edges: number[] = [];
  for (let node = end; node !== start; ) {
    const way = ways.get(node);
    if (way === undefined) break;
    edges.push(way.edge);
    node = graph.source(way.edge);
  }
  return edges.reverse();
}

function unwindBack(graph: HeapGraph, ways: ReadonlyMap<number, Way>, start: number, from: number): number[] {
  const edges: number[] = [];
  for (let node = from; node !== start; ) {
    const way = ways.get(node);
    if (way === undefined) break;
    edges.push(way.edge);
    node = graph.target(way.edge);
  }
  return edges;
}
