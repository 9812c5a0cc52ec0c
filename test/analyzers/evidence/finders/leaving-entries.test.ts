import { describe, expect, test } from 'vitest';
import { findLeaving } from '../../../../src/analyzers/evidence/finders/leaving-entries.js';

describe('the oldest entries of a collection', () => {
  //   entries     176 → 228 → 280 → 332
  //   came              80    80    80     and stayed
  //   older ones  176 → 148 → 120 → 92     28 a round have left
  test('leave when some go in each round and all that came are still there', () => {
    expect(findLeaving([176, 228, 280, 332], [92, 80, 80, 80])).toEqual([28, 28, 28]);
  });

  //   older ones  176 → 148 → 120
  test('are not known to leave before the third round', () => {
    expect(findLeaving([176, 228, 280], [120, 80, 80])).toBeNull();
  });

  //   older ones  100 → 90 → 90 → 80
  test('stay when none of them goes in one round', () => {
    expect(findLeaving([100, 110, 130, 140], [80, 20, 20, 20])).toBeNull();
  });

  //   older ones  30 → 20 → 10 → 0
  test('may be all gone by the end', () => {
    expect(findLeaving([30, 30, 30, 30], [0, 10, 10, 10])).toEqual([10, 10, 10]);
  });

  //   older ones  30 → 20 → 10 → -1      30 came, of which the collection holds 29
  test('are not counted where more came than are there', () => {
    expect(findLeaving([30, 30, 30, 29], [0, 10, 10, 10])).toBeNull();
  });

  //   older ones  100 → 90 → 80 → 70     nothing came in the second round
  test('do not make a queue where a round brings nothing', () => {
    expect(findLeaving([100, 110, 100, 110], [70, 20, 0, 20])).toBeNull();
    expect(findLeaving([100, 110, 120, 110], [70, 20, 20])).toBeNull();
  });

  //   came 20 a round     gone 2 a round, or 1 in the last one
  test('leave only where they are a tenth of what came', () => {
    expect(findLeaving([50, 68, 86, 104], [44, 20, 20, 20])).toEqual([2, 2, 2]);
    expect(findLeaving([50, 68, 86, 105], [45, 20, 20, 20])).toBeNull();
  });

  //   came 5 a round      gone 1 a round, or none in the last one
  test('leave only where it is at least one', () => {
    expect(findLeaving([50, 54, 58, 62], [47, 5, 5, 5])).toEqual([1, 1, 1]);
    expect(findLeaving([50, 54, 58, 63], [48, 5, 5, 5])).toBeNull();
  });
});
