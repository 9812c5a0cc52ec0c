import { describe, expect, it } from 'vitest';
import { ReusedMemory } from '../../src/snapshot/column-memory.js';
import { readSnapshot } from '../../src/snapshot/read-snapshot.js';
import { HeapBuilder } from '../support/heap-dsl.js';
import { SpoiledMemory } from '../support/spoiled-memory.js';
import { plainByJsonParse, textSource, toPlain } from './support.js';

/** Snapshots of one process: the second is a little larger than the first, the third many times, the last is small again. */
function series(): string[] {
  return [10, 11, 900, 3].map((count) => {
    const heap = new HeapBuilder();
    const list = heap.array();
    for (let index = 0; index < count; index += 1)
      list.push(heap.object('Connection').property(`field "${index}"`, heap.closure('work')));
    heap.global.property('list', list);
    return heap.toJson();
  });
}

describe('ReusedMemory', () => {
  it('gives what a reading into new memory gives, whatever was in it before', async () => {
    const memory = new SpoiledMemory();
    for (const text of series()) {
      const columns = await readSnapshot(textSource(text), { memory: memory.spoil() });
      expect(toPlain(columns)).toEqual(plainByJsonParse(text));
      expect([columns.strings.indexOf('Connection') >= 0, columns.strings.indexOf('Elsewhere')]).toEqual([true, -1]);
    }
  });

  it('has a snapshot take the place of the one before, while it is not much larger', async () => {
    const memory = new ReusedMemory();
    const buffers: ArrayBufferLike[] = [];
    for (const text of series()) buffers.push((await readSnapshot(textSource(text), { memory })).edgeHeads.buffer);
    expect(buffers.map((buffer) => buffers.indexOf(buffer))).toEqual([0, 0, 2, 2]);
  });

  it('leaves readings that are not given it apart', async () => {
    const [text, other] = series();
    const columns = await readSnapshot(textSource(text ?? ''));
    await readSnapshot(textSource(other ?? ''));
    expect(toPlain(columns)).toEqual(plainByJsonParse(text ?? ''));
  });
});
