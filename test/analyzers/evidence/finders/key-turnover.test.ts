import { expect, test } from 'vitest';
import { countKeys } from '../../../../src/analyzers/evidence/finders/key-turnover.js';
import type { IdSet } from '../../../../src/analyzers/series/id-set.js';
import { HeapBuilder, type HeapNode } from '../../../support/heap-dsl.js';
import { see, upTo } from './finders-support.js';

/** Counts the keys of one container; all of the nodes given were there before. */
async function keysOf(heap: HeapBuilder, container: HeapNode, earlier: readonly HeapNode[] = []) {
  const { view, at } = await see(heap);
  const ids = new Set(earlier.map((node) => view.graph.nodeIds[at(node)]));
  return countKeys(view.graph, [at(container)], ids as unknown as IdSet);
}

/** Object ─properties▶ store, with what is put into its slots */
function table(heap: HeapBuilder, slots: Readonly<Record<string, HeapNode>>): HeapNode {
  const store = heap.allocate('array', '(object properties)', { size: 480 });
  for (const [slot, node] of Object.entries(slots)) store.internal(slot, node);
  const node = heap.object('Object').internal('properties', store);
  heap.global.property('table', node);
  return node;
}

test('the key of an entry is the first of its slots', async () => {
  const heap = new HeapBuilder();
  const [first, value, second] = upTo(3).map((index) => heap.allocate('string', `text ${index}`, { size: 32 }));
  expect(await keysOf(heap, table(heap, { 3: first, 4: value, 6: second }), [first, value])).toEqual({
    keys: 2,
    kept: 1,
  });
});

test('what stands alone and cannot be a key is none', async () => {
  const heap = new HeapBuilder();
  const number = heap.allocate('number', 'heap number', { size: 16 });
  expect(await keysOf(heap, table(heap, { 3: number }))).toEqual({ keys: 0, kept: 0 });
});

test('what is not in a numbered slot is no entry', async () => {
  const heap = new HeapBuilder();
  const text = heap.allocate('string', 'text', { size: 32 });
  expect(await keysOf(heap, table(heap, { map: text }))).toEqual({ keys: 0, kept: 0 });
});

test('an object without a table of properties has no keys that are known', async () => {
  const heap = new HeapBuilder();
  const node = heap.object('Object').property('name', heap.string('text'));
  heap.global.property('plain', node);
  expect(await keysOf(heap, node)).toBeNull();
  const other = heap.object('Object').internal('properties', heap.object('PropertyArray'));
  heap.global.property('other', other);
  expect(await keysOf(heap, other)).toBeNull();
});
