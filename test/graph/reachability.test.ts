import { describe, expect, test } from 'vitest';
import { BitSet } from '../../src/graph/bit-set.js';
import { EdgeCode } from '../../src/graph/edge-codes.js';
import type { HeapGraph } from '../../src/graph/heap-graph.js';
import { PathTree } from '../../src/graph/path-tree.js';
import { findReachable } from '../../src/graph/reachability.js';
import { EDGE_TYPE_BITS } from '../../src/snapshot/columns.js';
import { EdgeType } from '../../src/snapshot/kinds.js';
import { HeapBuilder, type HeapNode, type HeapWeakMap } from '../support/heap-dsl.js';
import { seededRandom } from '../support/random-graph.js';
import { graphOf } from './graph-of.js';

describe('findReachable', () => {
  // global ─▶ A ─▶ B ─▶ C      D ─▶ E hangs on nothing
  test('reaches what roots keep and nothing else', async () => {
    const heap = new HeapBuilder();
    const [a, b, c, d, e] = ['A', 'B', 'C', 'D', 'E'].map((name) => heap.object(name));
    heap.global.property('a', a.property('b', b.property('c', c)));
    d.property('e', e);
    const { graph, at } = await graphOf(heap, { keepGarbage: true });
    const reached = findReachable(new PathTree(graph));
    expect([a, b, c, d, e].map((node) => reached.has(at(node)))).toEqual([true, true, true, false, false]);
  });

  // (Strong roots) ──weak_refs_keep_during_job──▶ [array] ─▶ Conn      (Stack roots) ─▶ Frame
  test('leaves out what only the current job keeps, and counts the stack in', async () => {
    const heap = new HeapBuilder();
    const [conn, frame] = [heap.object('Conn'), heap.object('Frame')];
    heap.gcRoot('(Strong roots)').internal('weak_refs_keep_during_job', heap.allocate('array', '').internal('5', conn));
    heap.gcRoot('(Stack roots)').internal('1', frame);
    const { graph, at } = await graphOf(heap);
    const reached = findReachable(new PathTree(graph));
    expect([conn, frame].map((node) => reached.has(at(node)))).toEqual([false, true]);
  });

  describe('of a WeakMap', () => {
    async function reachedValue(setUp: (heap: HeapBuilder, map: HeapWeakMap, key: HeapNode) => void): Promise<boolean> {
      const heap = new HeapBuilder();
      const [key, value] = [heap.object('Key'), heap.object('Value')];
      setUp(heap, heap.weakMap().entry(key, value), key);
      const { graph, at } = await graphOf(heap, { keepGarbage: true });
      return findReachable(new PathTree(graph)).has(at(value));
    }

    //   global ─▶ WeakMap   global ─▶ Key
    test('the value is alive while key and table are, whichever comes first', async () => {
      expect(await reachedValue((heap, map, key) => heap.global.property('map', map).property('key', key))).toBe(true);
      expect(await reachedValue((heap, map, key) => heap.global.property('key', key).property('map', map))).toBe(true);
      expect(
        await reachedValue((heap, map, key) =>
          heap.global
            .property('key', key)
            .property('far', heap.object('X').property('y', heap.object('Y').property('map', map))),
        ),
      ).toBe(true);
      expect(
        await reachedValue((heap, map, key) =>
          heap.global
            .property('map', map)
            .property('far', heap.object('X').property('y', heap.object('Y').property('key', key))),
        ),
      ).toBe(true);
    });

    test('the value is dead when only the table or only the key is alive', async () => {
      expect(await reachedValue((heap, map) => heap.global.property('map', map))).toBe(false);
      expect(await reachedValue((heap, _map, key) => heap.global.property('key', key))).toBe(false);
    });

    // Value ──key──▶ Key: held by both ends, by nothing else
    test('a value that refers to its own key does not keep itself', async () => {
      const heap = new HeapBuilder();
      const key = heap.object('Key');
      const value = heap.object('Value').property('key', key);
      heap.global.property('map', heap.weakMap().entry(key, value));
      const { graph, at } = await graphOf(heap, { keepGarbage: true });
      const reached = findReachable(new PathTree(graph));
      expect([key, value].map((node) => reached.has(at(node)))).toEqual([false, false]);
    });

    // K0 ⇒ V0 = K1 ⇒ V1 = K2 ⇒ …, entered in reverse so that one pass in file order never suffices
    test('chains of entries through several tables reach a fixpoint', async () => {
      const heap = new HeapBuilder();
      const nodes = Array.from({ length: 50 }, (_, index) => heap.object(`N${index}`));
      const maps = [heap.weakMap(), heap.weakMap(), heap.weakMap()];
      for (let index = nodes.length - 2; index >= 0; index -= 1) maps[index % 3].entry(nodes[index], nodes[index + 1]);
      heap.global.property('first', nodes[0]);
      maps.forEach((map, index) => heap.global.property(`map${index}`, map));
      const { graph, at } = await graphOf(heap, { keepGarbage: true });
      const reached = findReachable(new PathTree(graph));
      expect(nodes.filter((node) => !reached.has(at(node)))).toEqual([]);
    });

    // Key(i) ⇒ WeakMap(i + 1): each table is the value of an entry of the one before, and all keys are known first
    test('a long chain of tables that wait for each other needs no recursion', async () => {
      const heap = new HeapBuilder();
      const length = 20_000;
      const maps = Array.from({ length }, () => heap.weakMap());
      const keys = maps.map(() => heap.object('Key'));
      const last = heap.object('Last');
      maps.forEach((map, index) => map.entry(keys[index], index + 1 < length ? maps[index + 1] : last));
      heap.global.property('far', heap.object('Far').property('map', maps[0])).property('keys', heap.array(keys));
      const { graph, at } = await graphOf(heap, { keepGarbage: true });
      expect(findReachable(new PathTree(graph)).has(at(last))).toBe(true);
    });
  });

  // global ─▶ A ─▶ B ─▶ C       global ─▶ D ─▶ C
  test('does not enter blocked nodes, nor follow cut edges, and starts at the given nodes', async () => {
    const heap = new HeapBuilder();
    const [a, b, c, d] = ['A', 'B', 'C', 'D'].map((name) => heap.object(name));
    heap.global.property('a', a.property('b', b.property('c', c))).property('d', d.property('c', c));
    const { graph, at } = await graphOf(heap);
    const blocked = new BitSet(graph.nodeCount);
    blocked.add(at(a));
    const without = (options: Parameters<typeof findReachable>[1]) => {
      const reached = findReachable(new PathTree(graph), options);
      return [a, b, c, d].map((node) => reached.has(at(node)));
    };
    const toD = graph.findEdge(at(heap.global), EdgeType.property, 'd');
    const isCut = (edge: number) => edge === toD;
    expect(without({ blocked })).toEqual([false, false, true, true]);
    expect(without({ isCut })).toEqual([true, true, true, false]);
    expect(without({ blocked, isCut })).toEqual([false, false, false, false]);
    expect(without({ blocked, isCut, alsoFrom: [at(b)] })).toEqual([false, true, true, false]);
  });

  // By the definition: over and over, until nothing more is reached. Whatever the order in which paths were found.
  test.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'finds what a fixpoint finds, in random heap %i',
    async (seed) => {
      const random = seededRandom(seed);
      const heap = new HeapBuilder();
      const nodes = Array.from({ length: 60 }, (_, index) => heap.object(`N${index}`));
      const pick = () => nodes[Math.floor(random() * nodes.length)];
      for (let edge = 0; edge < 90; edge += 1) pick().property(`e${edge}`, pick());
      for (let root = 0; root < 3; root += 1) heap.global.property(`r${root}`, pick());
      for (let entry = 0; entry < 12; entry += 1) {
        const map = heap.weakMap().entry(pick(), pick());
        pick().property(`map${entry}`, map);
      }
      const { graph, at } = await graphOf(heap, { keepGarbage: true });
      const tree = new PathTree(graph);
      const blocked = new BitSet(graph.nodeCount);
      for (let index = 0; index < 4; index += 1) blocked.add(at(pick()));
      const cut = new Set(Array.from({ length: 40 }, () => Math.floor(random() * graph.edgeCount)));
      const alsoFrom = [at(pick()), at(pick())];
      const bordering = new BitSet(graph.nodeCount);
      const reached = findReachable(tree, { blocked, bordering, isCut: (edge) => cut.has(edge), alsoFrom });
      const expected = fixpoint(graph, blocked, cut, alsoFrom);
      expect(membersOf(reached)).toEqual([...expected].sort((a, b) => a - b));
      const next = (node: number) => targetsOf(graph, node).some((target) => blocked.has(target));
      expect(membersOf(bordering)).toEqual(membersOf(reached).filter(next));
    },
  );
});

function membersOf(set: BitSet): number[] {
  const members: number[] = [];
  set.forEach((member) => members.push(member));
  return members;
}

function targetsOf(graph: HeapGraph, node: number): number[] {
  return [...graph.edgeHeads.subarray(graph.firstEdges[node], graph.firstEdges[node + 1])].map(
    (head) => head >>> EDGE_TYPE_BITS,
  );
}

function fixpoint(
  graph: HeapGraph,
  blocked: BitSet,
  cut: ReadonlySet<number>,
  alsoFrom: readonly number[],
): Set<number> {
  const reached = new Set([0, ...alsoFrom].filter((node) => !blocked.has(node)));
  const passes = (edge: number, target: number) => {
    const code = graph.edgeCode(edge);
    if (cut.has(edge) || blocked.has(target) || graph.retains[code] === 0 || code === EdgeCode.jobScoped) return false;
    return code !== EdgeCode.ephemeronValue || reached.has(graph.ephemeronTables.get(edge) ?? -1);
  };
  for (let size = -1; size !== reached.size; ) {
    size = reached.size;
    for (const node of [...reached])
      for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1)
        if (passes(edge, graph.target(edge))) reached.add(graph.target(edge));
  }
  return reached;
}
