import { describe, expect, test } from 'vitest';
import { findArrayRoom } from '../../../../src/analyzers/evidence/finders/array-room.js';
import { graphOf } from '../../../graph/graph-of.js';
import { HeapBuilder } from '../../../support/heap-dsl.js';

const SLOT_BYTES = 8;
/** A store of so many slots, behind a header of two. */
const storeOf = (slots: number) => (2 + slots) * SLOT_BYTES;

/** globalThis ─ring▶ collection: its room when it had 10 entries in the first snapshot, and stores of so many bytes. */
async function roomOf(bytes: readonly (number | undefined)[], kind: 'array' | 'map' = 'array') {
  const heap = new HeapBuilder();
  const ring = kind === 'array' ? heap.array(['a']) : heap.map([['a', 'b']]);
  heap.global.property('ring', ring);
  const { graph, at } = await graphOf(heap);
  return findArrayRoom(graph, at(ring), 10, bytes);
}

describe('room that an array had from the start', () => {
  //   10 entries: an array that grew to them has 2 · 10 + 32 slots at most
  test('is more than two slots an entry and 32', async () => {
    expect(await roomOf([storeOf(52), storeOf(52)])).toBe(52);
    expect(await roomOf([storeOf(51), storeOf(51)])).toBeNull();
  });

  test('is counted in whole slots', async () => {
    expect(await roomOf([storeOf(52) + 7, storeOf(52) + 7])).toBe(52);
    expect(await roomOf([storeOf(52) - 1, storeOf(52) - 1])).toBeNull();
  });

  test('is none when the store is another size in one snapshot, or not there', async () => {
    expect(await roomOf([storeOf(100), storeOf(100), storeOf(101)])).toBeNull();
    expect(await roomOf([storeOf(100), undefined])).toBeNull();
    expect(await roomOf([undefined, undefined])).toBeNull();
  });

  test('is none of a Map, which V8 gives more than it needs', async () => {
    expect(await roomOf([storeOf(100), storeOf(100)], 'map')).toBeNull();
  });
});
