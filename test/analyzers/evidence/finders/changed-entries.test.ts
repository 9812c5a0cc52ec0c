import { describe, expect, test } from 'vitest';
import { findChangedByAge } from '../../../../src/analyzers/evidence/finders/changed-entries.js';
import { caseOfAges } from '../doubts/ages-scene.js';

describe('entries whose fields the last round changed', () => {
  test('are counted by age, without those that the snapshot before did not have', async () => {
    const c = await caseOfAges(
      [
        { entries: 9, changed: 4 },
        { entries: 5, compared: 3, changed: 2 },
        { entries: 7, changed: 0 },
        { entries: 6, changed: 6 },
      ],
      { rounds: 3 },
    );
    expect(findChangedByAge(c)).toEqual([
      { birth: 0, entries: 9, compared: 9, changed: 4 },
      { birth: 1, entries: 5, compared: 3, changed: 2 },
      { birth: 2, entries: 7, compared: 7, changed: 0 },
    ]);
  });

  test('are known from two rounds on', async () => {
    const ages = [
      { entries: 3, changed: 1 },
      { entries: 3, changed: 1 },
    ];
    expect(findChangedByAge(await caseOfAges(ages, { rounds: 1 }))).toEqual([]);
    expect(findChangedByAge(await caseOfAges(ages, { rounds: 2 }))).toHaveLength(2);
  });

  test('are looked for among 500 of an age at most', async () => {
    const compared = async (entries: number) =>
      findChangedByAge(await caseOfAges([{ entries, changed: 0 }], { rounds: 2 }))[0].compared;
    expect(await compared(500)).toBe(500);
    expect(await compared(501)).toBe(251);
  });
});
