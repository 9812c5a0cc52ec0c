import type { GrowthRate } from '../../findings/report-schema.js';

const MS_PER_HOUR = 3_600_000;

/** The data for growth per hour and for the time left to the heap limit. */
export interface ForecastBasis {
  /** When each snapshot was taken, in their order, in milliseconds since 1970; null where unknown. */
  readonly capturedAtMs: readonly (number | null)[];
  /** Bytes of the JavaScript heap in the last snapshot. */
  readonly heapBytes: number;
  /** Bytes at which the process ends (`--max-old-space-size`), or null. */
  readonly heapLimitBytes: number | null;
}

/**
 * How many rounds of the series go into an hour, from the first capture to the last: rounds of uneven length count by
 * their mean. Null unless every capture has a time, each later than the one before.
 */
export function roundsPerHour(capturedAtMs: readonly (number | null)[]): number | null {
  const times = capturedAtMs.map((time) => time ?? Number.NaN);
  const rounds = times.length - 1;
  if (rounds < 1 || !times.every((time, index) => index === 0 || time > times[index - 1])) return null;
  return (rounds * MS_PER_HOUR) / (times[rounds] - times[0]);
}

/**
 * Adds bytes per hour, and hours until the heap limit if only this keeps growing at the same rate. The rest of the heap
 * is assumed constant, so the limit is reached sooner if more grows.
 *
 * @example forecastGrowth(rate, { capturedAtMs: [0, 60_000, 120_000], heapBytes: 1e9, heapLimitBytes: 4e9
 *   }).hoursToLimit;
 */
export function forecastGrowth(rate: GrowthRate, basis: ForecastBasis): GrowthRate {
  const perHour = roundsPerHour(basis.capturedAtMs);
  if (perHour === null || rate.bytesPerRound === null) return rate;
  const bytesPerHour = Math.round(rate.bytesPerRound * perHour);
  return { ...rate, bytesPerHour, hoursToLimit: hoursToLimit(bytesPerHour, basis) };
}

function hoursToLimit(bytesPerHour: number, { heapBytes, heapLimitBytes }: ForecastBasis): number | null {
  if (heapLimitBytes === null || bytesPerHour <= 0) return null;
  return Math.round((Math.max(0, heapLimitBytes - heapBytes) / bytesPerHour) * 1000) / 1000;
}
