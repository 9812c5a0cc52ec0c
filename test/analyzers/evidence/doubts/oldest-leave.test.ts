import { describe, expect, test } from 'vitest';
import { HeapMap } from '../../../support/heap-dsl.js';
import { HISTORY, judgeIn, KINDS, SUSPECT } from './cluster-scene.js';

/** 20 come in each round, and 5 of the older ones leave. */
const SERVED = [40, 55, 70, 85];
//   Hub ──rows──▶ Array ──▶ Row × 60, 20 of each round, among older ones
const served = await judgeIn(() => undefined, { sizes: SERVED });

describe('a collection whose oldest entries leave', () => {
  test.each(KINDS)('makes a suspect of %s', (kind) => {
    expect(served({ kind })).toBe('grown suspect: no-death, oldest-leave');
  });

  test('makes a note of dead objects in a history', () => {
    expect(served(HISTORY)).toBe('history note: oldest-leave');
  });

  test('is not asked of listeners', () => {
    expect(served({ kind: 'listener-pileup' })).toBe('grown leak: no-death');
  });

  test('is not looked for where it is a suspect anyway', () => {
    expect(served(SUSPECT)).toBe('grown suspect: no-death, short-series');
  });

  test('does not matter where something else than growth is the proof', () => {
    expect(served({ restsOnGrowth: false })).toBe('grown leak: no-death');
  });

  test('excuses no connections: those that are idle may go while others are forgotten', () => {
    expect(served({ facts: { leading: { role: 'connection' } } })).toBe('grown leak: no-death');
  });

  test('is none where the place lists nothing', () => {
    expect(served({ containers: [] })).toBe('grown leak: no-death');
  });

  test('is none where nothing leaves', async () => {
    expect((await judgeIn(() => undefined, { sizes: [40, 60, 80, 100] }))()).toBe('grown leak: no-death');
  });

  test('does not work where there are more than the limit', async () => {
    const past = await judgeIn(({ hub }) => hub.property('maxRows', 59), { sizes: SERVED });
    expect(past()).toBe('grown leak: no-death');
  });
});

describe('a Map whose keys are suspects like its values', () => {
  //   Hub ──rows──▶ Map ──key──▶ Key, ──value──▶ Row × 60, 20 of each round
  test('counts each entry once', async () => {
    const keyed = await judgeIn(
      ({ heap, list, rows, born, groups }) => {
        if (!(list instanceof HeapMap)) throw new Error('no Map');
        list.entries.clear();
        for (const row of rows) {
          const key = heap.object('Key');
          born.set(key, born.get(row) ?? 0);
          groups.set(key, 1);
          list.entries.set(key, row);
        }
      },
      { isMap: true, sizes: SERVED },
    );
    expect(keyed()).toBe('grown suspect: no-death, oldest-leave');
  });

  //   Hub ──rows──▶ Map ──key──▶ Key × 5 of round 1, ──value──▶ Row × 60
  test('goes by the kind of which there are most', async () => {
    const keyed = await judgeIn(
      ({ heap, list, rows, born, groups }) => {
        if (!(list instanceof HeapMap)) throw new Error('no Map');
        for (const row of rows.slice(0, 5)) {
          const key = heap.object('Key');
          born.set(key, 1);
          groups.set(key, 1);
          list.entries.set(key, row);
        }
      },
      { isMap: true, sizes: SERVED },
    );
    expect(keyed()).toBe('grown suspect: no-death, oldest-leave');
  });
});
