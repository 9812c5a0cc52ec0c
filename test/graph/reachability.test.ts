import { describe, expect, test } from 'vitest';
import { BitSet } from '../../src/graph/bit-set.js';
import { findReachable } from '../../src/graph/reachability.js';
import { EdgeType } from '../../src/snapshot/kinds.js';
import { HeapBuilder, type HeapNode, type HeapWeakMap } from '../support/heap-dsl.js';
import { graphOf } from './graph-of.js';

describe('findReachable', () => {
  // global ─▶ A ─▶ B ─▶ C      D ─▶ E hangs on nothing
  test('reaches what roots keep and nothing else', async () => {
    const heap = new HeapBuilder();
    const [a, b, c, d, e] = ['A', 'B', 'C', 'D', 'E'].map((name) => heap.object(name));
    heap.global.property('a', a.property('b', b.property('c', c)));
    d.property('e', e);
    const { graph, at } = await graphOf(heap, { keepGarbage: true });
    const reached = findReachable(graph);
    expect([a, b, c, d, e].map((node) => reached.has(at(node)))).toEqual([true, true, true, false, false]);
  });

  // (Strong roots) ──weak_refs_keep_during_job──▶ [array] ─▶ Conn      (Stack roots) ─▶ Frame
  test('leaves out what only the current job keeps, and counts the stack in', async () => {
    const heap = new HeapBuilder();
    const [conn, frame] = [heap.object('Conn'), heap.object('Frame')];
    heap.gcRoot('(Strong roots)').internal('weak_refs_keep_during_job', heap.allocate('array', '').internal('5', conn));
    heap.gcRoot('(Stack roots)').internal('1', frame);
    const { graph, at } = await graphOf(heap);
    const reached = findReachable(graph);
    expect([conn, frame].map((node) => reached.has(at(node)))).toEqual([false, true]);
  });

  describe('of a WeakMap', () => {
    async function reachedValue(setUp: (heap: HeapBuilder, map: HeapWeakMap, key: HeapNode) => void): Promise<boolean> {
      const heap = new HeapBuilder();
      const [key, value] = [heap.object('Key'), heap.object('Value')];
      setUp(heap, heap.weakMap().entry(key, value), key);
      const { graph, at } = await graphOf(heap, { keepGarbage: true });
      return findReachable(graph).has(at(value));
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
      const reached = findReachable(graph);
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
      const reached = findReachable(graph);
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
      expect(findReachable(graph).has(at(last))).toBe(true);
    });
  });

  // global ─▶ A ─▶ B ─▶ C       global ─▶ D ─▶ C
  test('does not enter blocked nodes, nor follow cut edges, and starts where it is told to', async () => {
    const heap = new HeapBuilder();
    const [a, b, c, d] = ['A', 'B', 'C', 'D'].map((name) => heap.object(name));
    heap.global.property('a', a.property('b', b.property('c', c))).property('d', d.property('c', c));
    const { graph, at } = await graphOf(heap);
    const blocked = new BitSet(graph.nodeCount);
    blocked.add(at(a));
    const without = (options: Parameters<typeof findReachable>[1]) => {
      const reached = findReachable(graph, options);
      return [a, b, c, d].map((node) => reached.has(at(node)));
    };
    const toD = graph.findEdge(at(heap.global), EdgeType.property, 'd');
    const isCut = (edge: number) => edge === toD;
    expect(without({ blocked })).toEqual([false, false, true, true]);
    expect(without({ isCut })).toEqual([true, true, true, false]);
    expect(without({ blocked, isCut })).toEqual([false, false, false, false]);
    expect(without({ blocked, isCut, alsoFrom: [at(b)] })).toEqual([false, true, true, false]);
  });
});
