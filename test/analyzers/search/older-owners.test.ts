import { describe, expect, test } from 'vitest';
import type { HeapBuilder, HeapNode } from '../../support/heap-dsl.js';
import { findingsOf, repeat, type Work } from '../verdict/verdict-support.js';

/** A reply that only its open connection keeps: `root ──▶ TCP ──▶ Reply ──state──▶ State ──buffer──▶ [ ]` */
function reply(heap: HeapBuilder): HeapNode {
  const buffer = heap.array();
  const state = heap.object('State', { size: 300 }).property('buffer', buffer);
  heap.handle('TCP', heap.object('Reply', { size: 900 }).property('state', state));
  return buffer;
}

/**
 * Thirty replies before the series and, where `grows`, twenty in each round, and for each of the older ones two chunks a round.
 */
function gathering(grows: boolean): Work {
  const older: ReturnType<HeapBuilder['array']>[] = [];
  return (heap, round) => {
    if (round === 0) {
      for (let index = 0; index < 30; index += 1) older.push(reply(heap) as ReturnType<HeapBuilder['array']>);
      return;
    }
    if (grows) repeat(() => void reply(heap));
    for (const buffer of older)
      for (let index = 0; index < 2; index += 1) buffer.push(heap.object('Chunk', { size: 900 }));
  };
}

const places = async (work: Work) => (await findingsOf(work)).map(({ brokenEdge }) => brokenEdge?.label);

describe('what older objects of an accused kind go on gathering', () => {
  test('is no fault of its own', async () => {
    expect(await places(gathering(true))).toEqual(['open handle (TCP)']);
  });

  test('is the fault where these objects do not grow in number', async () => {
    expect(await places(gathering(false))).toEqual(['State.buffer[]']);
  });
});
