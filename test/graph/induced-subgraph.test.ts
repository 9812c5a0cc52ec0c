import { describe, expect, it } from 'vitest';

import { BitSet } from '../../src/graph/bit-set.js';
import { findComponents } from '../../src/graph/components.js';
import { induceSubgraph } from '../../src/graph/induced-subgraph.js';
import { buildGraph, randomEdges } from '../support/random-graph.js';

describe('a subgraph of some nodes', () => {
  it('has the cycles among them that the whole graph has', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const nodeCount = 5 + (seed % 40);
      const graph = buildGraph(nodeCount, randomEdges({ seed, nodeCount, edgesPerNode: 1.5, localShare: 0.5 }));
      const nodes = Array.from({ length: graph.nodeCount }, (_, node) => node).filter(
        (node) => (node * 7 + seed) % 3 !== 0,
      );
      const include = new BitSet(graph.nodeCount);
      for (const node of nodes) include.add(node);
      const keepEdge = (edge: number) => (edge + seed) % 5 !== 0;
      const whole = findComponents(graph, { include, keepEdge });
      const part = induceSubgraph(graph, nodes.toReversed(), keepEdge);
      const own = findComponents(part);
      expect([...part.nodes]).toEqual(nodes);
      expect([...own.members].map((place) => part.nodes[place])).toEqual([...whole.members]);
      expect([...own.offsets]).toEqual([...whole.offsets]);
    }
  });
});
