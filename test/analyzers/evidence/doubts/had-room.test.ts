import { describe, expect, test } from 'vitest';
import { HISTORY, judgeIn, KINDS } from './cluster-scene.js';

const SIZES = [10, 30, 50, 70];
/** Bytes of a store with so many slots: a header of two, and 8 bytes each. */
const store = (slots: number) => 8 * (slots + 2);
//   Hub ──rows──▶ Array (so many slots in each snapshot) ──▶ Row, of which 10 were there first
const withSlots = (...slots: readonly number[]) => judgeIn(() => undefined, { sizes: SIZES, bytes: slots.map(store) });
const roomy = await withSlots(100, 100, 100, 100);

describe('an array that had room from the start', () => {
  test.each(KINDS)('makes a note of %s', (kind) => {
    expect(roomy({ kind })).toBe('grown note: no-death, had-room');
  });

  test('makes a note of dead objects in a history', () => {
    expect(roomy(HISTORY)).toBe('history note: had-room');
  });

  test('is not asked of listeners', () => {
    expect(roomy({ kind: 'listener-pileup' })).toBe('grown leak: no-death');
  });

  test('does not matter where something else than growth is the proof', () => {
    expect(roomy({ restsOnGrowth: false })).toBe('grown leak: no-death');
  });

  test('is none where the place lists nothing', () => {
    expect(roomy({ containers: [] })).toBe('grown leak: no-death');
  });

  test('had more than twice the entries of the first snapshot and 32', async () => {
    expect((await withSlots(52, 52, 52, 52))()).toBe('grown note: no-death, had-room');
    expect((await withSlots(51, 51, 51, 51))()).toBe('grown leak: no-death');
  });

  test('did not grow in any round', async () => {
    expect((await withSlots(100, 100, 100, 101))()).toBe('grown leak: no-death');
  });
});
