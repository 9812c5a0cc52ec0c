import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  formatBytes,
  formatCount,
  formatDecimal,
  formatDuration,
  formatHours,
  formatSeries,
  formatSigned,
  plural,
} from '../../src/report/units.js';

describe('units', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [1536, '1.5 kB'],
    [99_949, '99.9 kB'],
    [99_950, '100 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [1_800_000, '1.8 MB'],
    [340_000_000, '340 MB'],
    [3_300_000_000, '3.3 GB'],
    [5e15, '5000 TB'],
    [-2048, '-2.0 kB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('never shows more bytes as a smaller number of the same unit', () => {
    fc.assert(
      fc.property(fc.nat(1e12), fc.nat(1e6), (bytes, more) => {
        const [small, large] = [formatBytes(bytes), formatBytes(bytes + more)];
        if (small.split(' ')[1] !== large.split(' ')[1]) return;
        expect(Number.parseFloat(large)).toBeGreaterThanOrEqual(Number.parseFloat(small));
      }),
    );
  });

  it('separates thousands, whatever the locale, and loses no digit', () => {
    expect(formatCount(1_234_567)).toBe('1,234,567');
    fc.assert(
      fc.property(fc.nat(), (count) => {
        expect(formatCount(count)).toMatch(/^\d{1,3}(,\d{3})*$/);
        expect(Number(formatCount(count).replaceAll(',', ''))).toBe(count);
      }),
    );
  });

  it('uses the plural for every count but one', () => {
    expect([0, 1, 2, 1000].map((count) => plural(count, 'object'))).toEqual([
      '0 objects',
      '1 object',
      '2 objects',
      '1,000 objects',
    ]);
    expect(plural(2, 'entry', 'entries')).toBe('2 entries');
  });

  it('shows rates with their sign and no needless digits', () => {
    expect([105, 2.5, -3, 0, 2.04, 1e6].map(formatSigned)).toEqual(['+105', '+2.5', '-3', '+0', '+2', '+1,000,000']);
    expect([0.25, 49_999.5, -1550.25].map(formatDecimal)).toEqual(['0.3', '49,999.5', '-1,550.2']);
  });

  it('shows times as people say them', () => {
    expect([0.001, 0.5, 5, 47.94, 72].map(formatHours)).toEqual(['1 min', '30 min', '5 h', '47.9 h', '3 days']);
    expect([0.4, 999, 3400].map(formatDuration)).toEqual(['0 ms', '999 ms', '3.4 s']);
  });

  it('joins the counts of a series and shows where there was none', () => {
    expect(formatSeries([null, 32, 1370])).toBe('– → 32 → 1,370');
  });
});
