import { describe, expect, it } from 'vitest';

import { BitSet } from '../../src/graph/bit-set.js';
import { findComponents } from '../../src/graph/components.js';
import { induceSubgraph } from '../../src/graph/induced-subgraph.js';
import { buildGraph, randomEdges } from '../support/random-graph.js';

/** Holds the cycles among some nodes of a random graph, as the subgraph has them, to those of the whole graph. @returns how many nodes are in one */
function compareCycles(seed: number, nodeCount: number, isMember: (node: number) => boolean): number {
  const edgesPerNode = nodeCount > 100 ? 4 : 1.5;
  const graph = buildGraph(nodeCount, randomEdges({ seed, nodeCount, edgesPerNode, localShare: 0.5 }));
  const nodes = Array.from({ length: graph.nodeCount }, (_, node) => node).filter(isMember);
  const include = new BitSet(graph.nodeCount);
  for (const node of nodes) include.add(node);
  const keepEdge = (edge: number) => (edge + seed) % 5 !== 0;
  const whole = findComponents(graph, { include, keepEdge });
  const part = induceSubgraph(graph, nodes.toReversed(), keepEdge);
  const own = findComponents(part);
  expect([...part.nodes]).toEqual(nodes);
  expect([...own.members].map((place) => part.nodes[place])).toEqual([...whole.members]);
  expect([...own.offsets]).toEqual([...whole.offsets]);
  return whole.members.length;
}

describe('a subgraph of some nodes', () => {
  it('has the cycles among them that the whole graph has', () => {
    let inCycles = 0;
    for (let seed = 1; seed <= 200; seed += 1)
      inCycles += compareCycles(seed, 5 + (seed % 40), (node) => (node * 7 + seed) % 3 !== 0);
    expect(inCycles).toBeGreaterThan(0);
  });

  it('also where they are few of many', () => {
    let inCycles = 0;
    for (let seed = 1; seed <= 50; seed += 1)
      inCycles += compareCycles(seed, 500, (node) => node >= seed && node < seed + 20);
    expect(inCycles).toBeGreaterThan(0);
  });
});
