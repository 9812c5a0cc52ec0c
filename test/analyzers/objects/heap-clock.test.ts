import { describe, expect, test } from 'vitest';

import { readHeapClock } from '../../../src/analyzers/objects/heap-clock.js';
import { graphOf } from '../../graph/graph-of.js';
import { HeapBuilder } from '../../support/heap-dsl.js';

const NOON = 1_700_000_000_000;
const HOUR = 3_600_000;

async function clockOf(...fields: readonly Readonly<Record<string, number>>[]): Promise<number | null> {
  const heap = new HeapBuilder();
  for (const [index, each] of fields.entries())
    heap.global.property(`it${index}`, heap.object('Row').properties({ ...each }));
  return readHeapClock((await graphOf(heap)).graph);
}

describe('the newest time in a heap', () => {
  test('is one that says what has happened, and that another object bears out', async () => {
    expect(await clockOf({ createdAt: NOON }, { lastUsed: NOON - HOUR })).toBe(NOON);
  });

  test('is not the one of a single object, nor one that is far from all others', async () => {
    expect(await clockOf({ createdAt: NOON })).toBeNull();
    const years = 24 * 365 * HOUR;
    expect(await clockOf({ createdAt: NOON + years }, { sentAt: NOON }, { sentAt: NOON - 1 })).toBe(NOON);
  });

  test('is never a planned time, nor a number that is no time', async () => {
    const planned = { expiresAt: NOON + HOUR, nextRunAt: NOON + HOUR, usedUntil: NOON + HOUR, createdAt: 12 };
    expect(await clockOf(planned, planned, { createdAt: NOON }, { updatedAt: NOON })).toBe(NOON);
  });
});
