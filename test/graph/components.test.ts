import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BitSet } from '../../src/graph/bit-set.js';
import { type ComponentOptions, type Components, findComponents, NO_COMPONENT } from '../../src/graph/components.js';
import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../../src/snapshot/columns.js';
import { EdgeType } from '../../src/snapshot/kinds.js';
import { bruteForceComponents } from '../support/oracles.js';
import { buildGraph, randomEdges, type TestEdge } from '../support/random-graph.js';

const listOf = ({ count, offsets, members }: Components) =>
  Array.from({ length: count }, (_, c) => [...members.subarray(offsets[c], offsets[c + 1])]);

const componentsOf = (nodeCount: number, edges: readonly TestEdge[], options?: ComponentOptions) =>
  listOf(findComponents(buildGraph(nodeCount, edges), options));

const setOf = (capacity: number, members: Iterable<number>) => {
  const set = new BitSet(capacity);
  for (const member of members) set.add(member);
  return set;
};

/** Targets of the edges that pass all filters, written as plainly as possible. */
function filteredTargets(nodeCount: number, edges: readonly TestEdge[], options: ComponentOptions): number[][] {
  const { firstEdges, edgeHeads, retains } = buildGraph(nodeCount, edges);
  const { include, edgeCodes = retains, keepEdge } = options;
  return Array.from({ length: nodeCount }, (_, node) => {
    const targets: number[] = [];
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      const target = edgeHeads[edge] >>> EDGE_TYPE_BITS;
      const nodesCount = include === undefined || (include.has(node) && include.has(target));
      const codeCounts = edgeCodes[edgeHeads[edge] & EDGE_TYPE_MASK] === 1;
      if (nodesCount && codeCounts && (keepEdge === undefined || keepEdge(edge))) targets.push(target);
    }
    return targets;
  });
}

describe('findComponents', () => {
  //  0 ─▶ 1 ⇄ 2 ─▶ 3 ─▶ 4 ─▶ 5 ─▶ 3      6 ⇄ 7 hangs on nothing
  test('finds cycles whether or not the root reaches them, smallest member first', () => {
    const edges: TestEdge[] = [
      [0, 1],
      [1, 2],
      [2, 1],
      [2, 3],
      [3, 4],
      [4, 5],
      [5, 3],
      [6, 7],
      [7, 6],
    ];
    const found = findComponents(buildGraph(8, edges));
    expect(listOf(found)).toEqual([
      [1, 2],
      [3, 4, 5],
      [6, 7],
    ]);
    expect([...found.componentOf]).toEqual([NO_COMPONENT, 0, 0, 1, 1, 1, 2, 2]);
    expect([...found.offsets]).toEqual([0, 2, 5, 7]);
  });

  test('neither an object that refers to itself nor a weak reference makes a cycle', () => {
    expect(
      componentsOf(3, [
        [0, 0],
        [0, 1],
        [1, 0, EdgeType.weak],
        [1, 2],
        [2, 2],
      ]),
    ).toEqual([]);
  });

  //  connection 1 ⇄ 2 session, both ⇄ 3 prototype noise
  test('an excluded node ties nothing together', () => {
    const edges: TestEdge[] = [
      [1, 3],
      [3, 2],
      [2, 1],
      [4, 3],
      [3, 4],
    ];
    expect(componentsOf(5, edges)).toEqual([[1, 2, 3, 4]]);
    expect(componentsOf(5, edges, { include: setOf(5, [0, 1, 2, 4]) })).toEqual([]);
    expect(componentsOf(5, [...edges, [1, 2]], { include: setOf(5, [0, 1, 2, 4]) })).toEqual([[1, 2]]);
  });

  test('edge codes override what the graph says of retention', () => {
    const edges: TestEdge[] = [
      [0, 1],
      [1, 0, EdgeType.weak],
      [2, 3, EdgeType.internal],
      [3, 2],
    ];
    const weakToo = new Uint8Array(16).fill(1);
    const noInternal = new Uint8Array(16).fill(1);
    noInternal[EdgeType.internal] = 0;
    expect(componentsOf(4, edges)).toEqual([[2, 3]]);
    expect(componentsOf(4, edges, { edgeCodes: weakToo })).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(componentsOf(4, edges, { edgeCodes: noInternal })).toEqual([[0, 1]]);
  });

  test('a refused edge breaks its cycle, and is asked for by index', () => {
    const edges: TestEdge[] = [
      [0, 1],
      [1, 2],
      [2, 0],
      [2, 1],
    ];
    expect(componentsOf(3, edges, { keepEdge: (edge) => edge !== 2 })).toEqual([[1, 2]]);
    expect(componentsOf(3, edges, { keepEdge: (edge) => edge !== 3 })).toEqual([[0, 1, 2]]);
  });

  test('500 random graphs agree with the transitive closure, with and without filters', () => {
    const noElements = new Uint8Array(16).fill(1);
    noElements[EdgeType.element] = 0;
    let knots = 0;
    for (let seed = 1; seed <= 500; seed++) {
      const nodeCount = 1 + (seed % 33);
      const edgesPerNode = [0.8, 1.2, 1.6, 2.5][seed % 4];
      const edges = randomEdges({ seed, nodeCount, edgesPerNode, weakShare: 0.1, localShare: 0.4 });
      const some = setOf(
        nodeCount,
        Array.from({ length: nodeCount }, (_, node) => node).filter((node) => (node * seed) % 5 > 0),
      );
      const variants: ComponentOptions[] = [
        {},
        { include: some },
        { edgeCodes: noElements },
        { include: some, edgeCodes: noElements, keepEdge: (edge) => (edge + seed) % 4 > 0 },
      ];
      for (const options of variants) {
        const expected = bruteForceComponents(filteredTargets(nodeCount, edges, options));
        expect(componentsOf(nodeCount, edges, options), `seed ${seed}`).toEqual(expected);
        knots += expected.length;
      }
    }
    expect(knots).toBeGreaterThan(500);
  });

  test('components partition the nodes they hold, and renaming nodes only renames them', () => {
    const edgesOf12 = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 });
    const permutation = fc.shuffledSubarray(
      Array.from({ length: 12 }, (_, node) => node),
      { minLength: 12 },
    );
    fc.assert(
      fc.property(edgesOf12, permutation, (edges, to) => {
        const found = findComponents(buildGraph(12, edges));
        const listed = listOf(found);
        for (const [node, component] of found.componentOf.entries()) {
          expect(listed.findIndex((members) => members.includes(node))).toBe(
            component === NO_COMPONENT ? -1 : component,
          );
        }
        expect(new Set(listed.flat()).size).toBe(found.members.length);
        const renamed = componentsOf(
          12,
          edges.map(([a, b]): TestEdge => [to[a], to[b]]),
        );
        const expected = listed.map((members) => members.map((node) => to[node]).sort((a, b) => a - b));
        expect(renamed).toEqual(expected.sort((a, b) => a[0] - b[0]));
      }),
    );
  });

  test('a ring of 200,000 nodes is one component, the same ring cut open is none', () => {
    const length = 200_000;
    const chain: TestEdge[] = [];
    for (let node = 0; node < length - 1; node++) chain.push([node, node + 1]);
    const ring = findComponents(buildGraph(length, [...chain, [length - 1, 0]]));
    expect(ring.count).toBe(1);
    expect(ring.members).toHaveLength(length);
    expect(findComponents(buildGraph(length, chain)).count).toBe(0);
  });

  test('a doubly linked list of 200,000 nodes is one component, one pair at a time', () => {
    const length = 200_000;
    const edges: TestEdge[] = [];
    for (let node = 0; node < length - 1; node++) edges.push([node, node + 1], [node + 1, node]);
    expect([...findComponents(buildGraph(length, edges)).offsets]).toEqual([0, length]);
  });

  test('no nodes have no components', () => {
    expect(componentsOf(0, [])).toEqual([]);
  });
});
