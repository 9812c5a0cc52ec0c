import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { BirthTimes } from '../../src/graph/birth-times.js';

function births(...samples: [timestampUs: number, lastAssignedId: number][]): BirthTimes {
  return new BirthTimes({
    count: samples.length,
    timestampsUs: Float64Array.from(samples, ([time]) => time),
    lastAssignedIds: Float64Array.from(samples, ([, id]) => id),
  });
}

// time (ms)   0 ──── 50 ──── 200 ──── 1000
// ids to     100     150     300      301
const SAMPLES = births([0, 100], [50_000, 150], [200_000, 300], [1_000_000, 301]);

describe('BirthTimes', () => {
  test.each([
    [7, 1000, true],
    [100, 1000, true],
    [101, 950, false],
    [150, 950, false],
    [299, 800, false],
    [301, 0, false],
    [999, 0, false],
  ])('object @%i is %i ms old (at least: %s)', (id, ms, isLeast) => {
    expect(SAMPLES.ageOf(id)).toEqual({ ms, isLeast });
  });

  test('tells no age when the times or ids of the samples run backwards', () => {
    expect(births([5000, 101], [1000, 4000]).ageOf(7)).toBeNull();
    expect(births([1000, 4000], [5000, 101]).ageOf(7)).toBeNull();
  });

  test('tells no age below 0, whatever the samples are', () => {
    const number = fc.oneof(fc.nat(400), fc.maxSafeNat());
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { maxLength: 6 }), number, (samples, id) => {
        const age = births(...samples).ageOf(id);
        expect(age === null || (age.ms >= 0 && Number.isFinite(age.ms))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('tells no age when the heap was not tracked', () => {
    expect([births().ageOf(7), births([0, 100]).ageOf(7)]).toEqual([null, null]);
  });
});
