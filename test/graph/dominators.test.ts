import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildDominatorTree, UNREACHABLE } from '../../src/graph/dominators.js';
import { EdgeType } from '../../src/snapshot/kinds.js';
import { bruteForceDominators, iterativeDominators } from '../support/oracles.js';
import { buildGraph, type RandomGraphOptions, randomEdges, type TestEdge } from '../support/random-graph.js';

const dominatorsOf = (nodeCount: number, edges: readonly TestEdge[]) => [
  ...buildDominatorTree(buildGraph(nodeCount, edges)).immediateDominators,
];

/** Sparse, dense, looping and weak-ridden graphs, by turns. */
function shapeOf(seed: number, nodeCount: number): RandomGraphOptions {
  const edgesPerNode = [1.1, 1.5, 2, 3, 5][seed % 5];
  return { seed, nodeCount, edgesPerNode, weakShare: [0, 0.1, 0.4][seed % 3], localShare: [0, 0.5, 0.9][seed % 4] };
}

describe('buildDominatorTree', () => {
  //  0 ─▶ 1 ─▶ 3 ─▶ 4     3 is held by 1 and by 2: only the root is on every path to it
  //  0 ─▶ 2 ─▶ 3
  test('a node held twice hangs from the point where its holders meet', () => {
    const edges: TestEdge[] = [
      [0, 1],
      [0, 2],
      [1, 3],
      [2, 3],
      [3, 4],
    ];
    expect(dominatorsOf(5, edges)).toEqual([0, 0, 0, 0, 3]);
  });

  //  0 ─▶ 1 ─▶ 3     The classic irreducible loop: 3 ⇄ 4 can be entered at either end,
  //  0 ─▶ 2 ─▶ 4     so neither dominates the other.
  //       3 ⇄ 4
  test('an irreducible loop has no dominator inside itself', () => {
    const edges: TestEdge[] = [
      [0, 1],
      [0, 2],
      [1, 3],
      [2, 4],
      [3, 4],
      [4, 3],
    ];
    expect(dominatorsOf(5, edges)).toEqual([0, 0, 0, 0, 0]);
  });

  // The worked example of Lengauer & Tarjan (1979), figure 1: R A B C D E F G H I J K L = 0 … 12.
  test('the example of Lengauer and Tarjan', () => {
    const [R, A, B, C, D, E, F, G, H, I, J, K, L] = Array.from({ length: 13 }, (_, node) => node);
    const edges: TestEdge[] = [
      [R, A],
      [R, B],
      [R, C],
      [A, D],
      [B, A],
      [B, D],
      [B, E],
      [C, F],
      [C, G],
      [D, L],
      [E, H],
      [F, I],
      [G, I],
      [G, J],
      [H, E],
      [H, K],
      [I, K],
      [J, I],
      [K, R],
      [K, I],
      [L, H],
    ];
    expect(dominatorsOf(13, edges)).toEqual([R, R, R, R, R, R, C, C, R, R, G, R, D]);
  });

  //  0 ─▶ 1 ┄weak┄▶ 2 ─▶ 3
  test('what only a weak reference holds is unreachable, and so is what lies behind it', () => {
    const edges: TestEdge[] = [
      [0, 1],
      [1, 2, EdgeType.weak],
      [2, 3],
      [3, 1],
    ];
    expect(dominatorsOf(4, edges)).toEqual([0, 0, UNREACHABLE, UNREACHABLE]);
  });

  test('a root alone dominates itself, and no nodes have no tree', () => {
    expect(dominatorsOf(1, [])).toEqual([0]);
    expect(dominatorsOf(1, [[0, 0]])).toEqual([0]);
    expect(buildDominatorTree(buildGraph(0, [])).order).toHaveLength(0);
  });

  test('which edges retain is the graph\u2019s to say', () => {
    const graph = buildGraph(3, [
      [0, 1, EdgeType.internal],
      [0, 2],
      [2, 1],
    ]);
    const retains = graph.retains.slice();
    retains[EdgeType.internal] = 0;
    expect([...buildDominatorTree(graph).immediateDominators]).toEqual([0, 0, 0]);
    expect([...buildDominatorTree({ ...graph, retains }).immediateDominators]).toEqual([0, 2, 0]);
  });

  test('800 random graphs agree with removing each node in turn', () => {
    const seen = { deep: 0, unreachable: 0 };
    for (let seed = 1; seed <= 800; seed++) {
      const nodeCount = 2 + (seed % 29);
      const graph = buildGraph(nodeCount, randomEdges(shapeOf(seed, nodeCount)));
      const expected = bruteForceDominators(graph);
      expect([...buildDominatorTree(graph).immediateDominators], `seed ${seed}`).toEqual(expected);
      seen.deep += expected.filter((dominator) => dominator !== 0 && dominator !== UNREACHABLE).length;
      seen.unreachable += expected.filter((dominator) => dominator === UNREACHABLE).length;
    }
    // The graphs must be worth the effort: neither all stars nor all in one piece.
    expect(seen.deep).toBeGreaterThan(1500);
    expect(seen.unreachable).toBeGreaterThan(1500);
  });

  test('all graphs that fast-check can think of agree with removing each node in turn', () => {
    const anyGraph = fc.integer({ min: 1, max: 9 }).chain((nodeCount) => {
      const node = fc.nat(nodeCount - 1);
      const type = fc.constantFrom(EdgeType.property, EdgeType.element, EdgeType.weak);
      return fc.tuple(fc.constant(nodeCount), fc.array(fc.tuple(node, node, type), { maxLength: 24 }));
    });
    fc.assert(
      fc.property(anyGraph, ([nodeCount, edges]) => {
        const graph = buildGraph(nodeCount, edges);
        expect([...buildDominatorTree(graph).immediateDominators]).toEqual(bruteForceDominators(graph));
      }),
      { numRuns: 500 },
    );
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
    'graph %i of 4,000 nodes agrees with a second algorithm (Cooper, Harvey, Kennedy)',
    (seed) => {
      const graph = buildGraph(4000, randomEdges({ ...shapeOf(seed, 4000), rootEdges: 400 }));
      const expected = iterativeDominators(graph);
      // Otherwise a graph whose root leads nowhere would pass for a test.
      expect(expected.filter((dominator) => dominator !== UNREACHABLE).length).toBeGreaterThan(500);
      expect(buildDominatorTree(graph).immediateDominators).toEqual(expected);
    },
  );

  test('the order starts at the root, holds every reachable node once and parents before children', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const { immediateDominators, order } = buildDominatorTree(buildGraph(60, randomEdges(shapeOf(seed, 60))));
      const place = new Map([...order].map((node, index) => [node, index]));
      const reachable = [...immediateDominators.keys()].filter((node) => immediateDominators[node] !== UNREACHABLE);
      expect([...place.keys()].sort((a, b) => a - b)).toEqual(reachable);
      expect(order).toHaveLength(reachable.length);
      expect(order[0]).toBe(0);
      for (const node of order.subarray(1)) {
        expect(place.get(immediateDominators[node])).toBeLessThan(place.get(node) ?? -1);
      }
    }
  });

  test('neither the order of edges nor repeating them changes the tree', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const edges = randomEdges(shapeOf(seed, 40));
      const tree = dominatorsOf(40, edges);
      expect(dominatorsOf(40, edges.toReversed())).toEqual(tree);
      expect(dominatorsOf(40, [...edges, ...edges])).toEqual(tree);
    }
  });

  // 0 ─▶ 1 ⇄ 2 ⇄ 3 ⇄ … : every node has a back edge from the next, so paths in the forest get long.
  test('a doubly linked list of 200,000 nodes is a chain of dominators', () => {
    const length = 200_000;
    const edges: TestEdge[] = [[0, 1]];
    for (let node = 1; node < length - 1; node++) edges.push([node, node + 1], [node + 1, node]);
    const { immediateDominators } = buildDominatorTree(buildGraph(length, edges));
    expect(immediateDominators.every((dominator, node) => dominator === Math.max(0, node - 1))).toBe(true);
  });

  // 0 ─▶ 1 ─▶ 2 ─▶ … ─▶ n-1 ─▶ 1, and the root also points at the last.
  test('a ring of 200,000 nodes with two entries', () => {
    const length = 200_000;
    const edges: TestEdge[] = [
      [0, 1],
      [0, length - 1],
      [length - 1, 1],
    ];
    for (let node = 1; node < length - 1; node++) edges.push([node, node + 1]);
    const { immediateDominators } = buildDominatorTree(buildGraph(length, edges));
    expect(immediateDominators[length - 1]).toBe(0);
    expect(immediateDominators.subarray(1, length - 1).every((dominator, i) => dominator === i)).toBe(true);
  });
});
