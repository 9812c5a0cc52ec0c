import { describe, expect, test } from 'vitest';
import { collectionDepth } from '../../../../src/analyzers/evidence/finders/collection-depth.js';
import { viewHeap } from '../../../../src/analyzers/objects/heap-view.js';
import { graphOf } from '../../../graph/graph-of.js';
import { HeapBuilder, type HeapNode } from '../../../support/heap-dsl.js';
import { Dictionary } from '../../search/growing-places-support.js';

/** The depth of a list that `put` brings into the heap. */
async function depthOf(put: (heap: HeapBuilder, list: HeapNode) => unknown, keepGarbage = false): Promise<number> {
  const heap = new HeapBuilder();
  const list = heap.array([heap.object('Row')]);
  put(heap, list);
  const { graph, at } = await graphOf(heap, { keepGarbage });
  return collectionDepth(graph, viewHeap(graph, []).tree, at(list));
}

/** `globalThis ──rooms──▶ Rooms ──byId──▶ node` */
const inField = (heap: HeapBuilder, node: HeapNode) =>
  heap.global.property('rooms', heap.object('Rooms').property('byId', node));

function dictionary(heap: HeapBuilder, node: HeapNode): HeapNode {
  const all = new Dictionary(heap);
  all.set('key', node);
  return all.node;
}

describe('how many collections deep entries lie', () => {
  test('is one in a field', async () => {
    expect(await depthOf(inField)).toBe(1);
  });

  test('is one in a variable, and where nothing leads to the list', async () => {
    const inScope = (heap: HeapBuilder, list: HeapNode) =>
      heap.global.property('run', heap.closure('run', { context: { list } }));
    expect(await depthOf(inScope)).toBe(1);
    expect(await depthOf(() => null, true)).toBe(1);
  });

  test.each<[string, (heap: HeapBuilder, list: HeapNode) => HeapNode]>([
    ['a Map', (heap, list) => heap.map([['key', list]])],
    ['a Set', (heap, list) => heap.set([list])],
    ['another list', (heap, list) => heap.array([list])],
    ['a plain object with many keys', dictionary],
  ])('is two in %s', async (_title, around) => {
    expect(await depthOf((heap, list) => inField(heap, around(heap, list)))).toBe(2);
  });

  test('is two where only the store of the outer list leads to it', async () => {
    const put = (heap: HeapBuilder, list: HeapNode) => {
      const store = heap.allocate('array', '(object elements)').internal('0', list);
      inField(heap, heap.object('Ring').internal('elements', store));
    };
    expect(await depthOf(put)).toBe(2);
  });

  test('counts four at most', async () => {
    const nested = (levels: number) =>
      depthOf((heap, list) => {
        let node = list;
        for (let level = 1; level < levels; level += 1) node = heap.map([['key', node]]);
        inField(heap, node);
      });
    expect([await nested(3), await nested(4), await nested(5), await nested(6)]).toEqual([3, 4, 4, 4]);
  });

  test.each<[string, (heap: HeapBuilder, list: HeapNode) => unknown]>([
    ['a record', (heap, list) => inField(heap, heap.object().property('guests', list))],
    [
      'a record with many fields',
      (heap, list) => inField(heap, heap.object().property('guests', list, { outOfObject: true })),
    ],
    [
      'an object of a class with many keys',
      (heap, list) => {
        const store = heap.allocate('array', '(object properties)');
        inField(heap, heap.object('Room').property('guests', list).internal('properties', store));
      },
    ],
    [
      'a function with many properties',
      (heap, list) => {
        const store = heap.allocate('array', '(object properties)');
        inField(heap, heap.closure('Object').property('guests', list).internal('properties', store));
      },
    ],
    [
      'a scope that an older V8 shows as an array',
      (heap, list) =>
        inField(
          heap,
          heap.closure('run').internal('context', heap.allocate('array', 'system / Context').variable('list', list)),
        ),
    ],
    [
      'the arguments of a function',
      (heap, list) =>
        inField(heap, heap.closure('run').internal('bound', heap.allocate('array', '').internal('0', list))),
    ],
    ['an element of what is no object', (heap, list) => heap.gcRoot('(Strong roots)').element(0, list)],
  ])('is one in %s', async (_title, put) => {
    expect(await depthOf(put)).toBe(1);
  });
});
