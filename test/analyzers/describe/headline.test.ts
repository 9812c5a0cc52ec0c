import { describe, expect, test } from 'vitest';
import type { HeapArray } from '../../support/heap-dsl.js';
import { findingsOf, owned, repeat } from '../verdict/verdict-support.js';

/** Hub ──rows──▶ Array ──▶ Guest (closed), 20 a round, and so many Guests that are open in Hall ──guests──▶ Array */
async function headlineWith(living: number): Promise<string | undefined> {
  let rows: HeapArray;
  const [finding] = await findingsOf((heap, round) => {
    if (round === 0) {
      rows = heap.array();
      owned(heap, 'Hub', 'rows', rows);
      owned(heap, 'Hall', 'guests', heap.array(Array.from({ length: living }, () => heap.object('Guest'))));
    }
    repeat(() => rows.push(heap.object('Guest').property('closed', true)));
  });
  return finding?.headline;
}

describe('the sentence on dead objects', () => {
  test('says that the cut frees none of the living where there are any', async () => {
    expect(await headlineWith(3)).toMatch(/ dead Guest \([^)]+\), none of the 3 living\.$/);
  });

  test('says nothing of the living where there are none', async () => {
    expect(await headlineWith(0)).toMatch(/ dead Guest \([^)]+\)\.$/);
  });
});
