import { describe, expect, test } from 'vitest';
import { kindOfKeys } from '../../../../src/analyzers/evidence/finders/key-kinds.js';
import { HeapBuilder, type HeapNode } from '../../../support/heap-dsl.js';
import { see, upTo } from './finders-support.js';

/** `Hub ──▶ Map` with a row for each key; of the last so many rows the keys are objects. */
async function kindIn(entries: number, objects: number): Promise<string | null> {
  const heap = new HeapBuilder();
  const rows: HeapNode[] = upTo(entries).map(() => heap.object('Row'));
  const map = heap.map(
    rows.map((row, index) => [index < entries - objects ? `key ${index}` : heap.object('Key'), row] as const),
  );
  heap.global.property('hub', heap.object('Hub').property('rows', map));
  const { view, at } = await see(heap);
  return kindOfKeys(view.graph, at(map), rows.map(at));
}

describe('what the keys of a Map are', () => {
  test('is told where all are alike, of twenty entries', async () => {
    expect(await kindIn(20, 0)).toBe('string');
    expect(await kindIn(20, 20)).toBe('object');
    expect(await kindIn(19, 0)).toBeNull();
  });

  test('is not told of several kinds', async () => {
    expect(await kindIn(30, 1)).toBeNull();
  });

  test('is not told of what is no key', async () => {
    const heap = new HeapBuilder();
    const rows = upTo(30).map(() => heap.object('Row'));
    const list = heap.array(rows);
    heap.global.property('list', list);
    const { view, at } = await see(heap);
    expect(kindOfKeys(view.graph, at(list), rows.map(at))).toBeNull();
  });

  test('is that of the members of a Set', async () => {
    const heap = new HeapBuilder();
    const rows = upTo(30).map(() => heap.object('Row'));
    const set = heap.set(rows);
    heap.global.property('set', set);
    const { view, at } = await see(heap);
    expect(kindOfKeys(view.graph, at(set), rows.map(at))).toBe('object');
  });
});
