import { describe, expect, test } from 'vitest';
import { buildDominatorTree } from '../../src/graph/dominators.js';
import { computeRetainedSizes } from '../../src/graph/retained-sizes.js';
import type { RetainingGraph } from '../../src/graph/retaining-graph.js';
import { EdgeType } from '../../src/snapshot/kinds.js';
import { bruteForceRetainedSizes } from '../support/oracles.js';
import { buildGraph, randomEdges, seededRandom } from '../support/random-graph.js';

const retainedIn = (graph: RetainingGraph, sizes: Uint32Array | Float64Array) => [
  ...computeRetainedSizes(graph, buildDominatorTree(graph), sizes),
];

describe('computeRetainedSizes', () => {
  //  0 ─▶ 1 ─▶ 2 ─▶ 4      4 is held by 2 and 3, so neither retains it; 1 does.
  //       1 ─▶ 3 ─▶ 4      5 is held weakly.
  test('a shared object counts where its holders meet', () => {
    const graph = buildGraph(6, [
      [0, 1],
      [1, 2],
      [1, 3],
      [2, 4],
      [3, 4],
      [4, 5, EdgeType.weak],
    ]);
    expect(retainedIn(graph, Uint32Array.of(1, 10, 100, 1000, 10_000, 5))).toEqual([
      11_111, 11_110, 100, 1000, 10_000, 0,
    ]);
  });

  test('400 random graphs agree with removing each node in turn', () => {
    for (let seed = 1; seed <= 400; seed++) {
      const nodeCount = 2 + (seed % 25);
      const edgesPerNode = [1.2, 2, 4][seed % 3];
      const graph = buildGraph(
        nodeCount,
        randomEdges({ seed, nodeCount, edgesPerNode, weakShare: 0.1, localShare: 0.3 }),
      );
      const random = seededRandom(seed);
      const sizes = Uint32Array.from({ length: nodeCount }, () => Math.floor(random() * 1000));
      expect(retainedIn(graph, sizes), `seed ${seed}`).toEqual(bruteForceRetainedSizes(graph, sizes));
    }
  });

  test('sizes beyond 32 bits do not wrap', () => {
    const graph = buildGraph(3, [
      [0, 1],
      [1, 2],
    ]);
    const sizes = Float64Array.of(1, 0xffffffff, 2 ** 40);
    expect(retainedIn(graph, sizes)).toEqual([2 ** 40 + 2 ** 32, 2 ** 40 + 2 ** 32 - 1, 2 ** 40]);
    expect(retainedIn(graph, Uint32Array.of(0xffffffff, 0xffffffff, 0xffffffff))[0]).toBe(3 * 0xffffffff);
  });

  test('no nodes retain nothing', () => {
    expect(retainedIn(buildGraph(0, []), new Uint32Array(0))).toEqual([]);
  });
});
