import { describe, expect, it } from 'vitest';

import { forecastGrowth, roundsPerHour } from '../../../src/analyzers/series/forecast.js';
import { growthFixture } from '../../support/report-fixtures.js';

const HOUR = 3_600_000;
const rate = growthFixture({ bytesPerRound: 1000 });

describe('rounds per hour', () => {
  it.each([
    ['one a quarter of an hour', [0, HOUR / 4, HOUR / 2], 4],
    ['uneven rounds by their mean', [0, HOUR / 10, 2 * HOUR], 1],
    ['nothing when a time is missing', [0, null, HOUR], null],
    ['nothing when a time does not rise', [0, HOUR, HOUR], null],
    ['nothing for one snapshot', [0], null],
  ])('are %s', (_, times, expected) => {
    expect(roundsPerHour(times)).toBe(expected);
  });
});

describe('the forecast', () => {
  const basis = { capturedAtMs: [0, HOUR / 2, HOUR], heapBytes: 6000, heapLimitBytes: 10_000 };

  it('tells bytes an hour and the hours until the limit', () => {
    expect(forecastGrowth(rate, basis)).toEqual({ ...rate, bytesPerHour: 2000, hoursToLimit: 2 });
  });

  it('has no hours without a limit', () => {
    expect(forecastGrowth(rate, { ...basis, heapLimitBytes: null })).toMatchObject({
      bytesPerHour: 2000,
      hoursToLimit: null,
    });
  });

  it('has no hours when the heap shrinks', () => {
    const shrinking = growthFixture({ bytesPerRound: -10 });
    expect(forecastGrowth(shrinking, basis)).toMatchObject({ bytesPerHour: -20, hoursToLimit: null });
  });

  it('has none left when the limit is passed already', () => {
    expect(forecastGrowth(rate, { ...basis, heapLimitBytes: 5000 }).hoursToLimit).toBe(0);
  });

  it('leaves a rate alone when the times or the bytes are unknown', () => {
    const unweighed = growthFixture({ bytesPerRound: null });
    expect(forecastGrowth(unweighed, basis)).toBe(unweighed);
    expect(forecastGrowth(rate, { ...basis, capturedAtMs: [null, null, null] })).toBe(rate);
  });
});
