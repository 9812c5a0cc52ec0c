import type { GrowthRate } from '../../findings/report-schema.js';

export type GrowthPattern = 'linear' | 'growing' | 'plateau' | 'turnover' | 'irregular' | 'too-short';

/** A round below this share of the largest one has slowed down. */
const STEADY_SHARE = 0.4;
/** The last rounds below this share of the first ones: it has leveled off, or is about to. */
const PLATEAU_SHARE = 0.25;
/** Objects a round below which growth is indistinguishable from the noise of a running process. */
export const MIN_PER_ROUND = 3;

/**
 * How a count moved over a series. `counts` has one entry per snapshot, the first taken after warm-up.
 * At least two rounds must be seen before anything is called growth.
 */
export function classifyGrowth(counts: readonly number[]): GrowthPattern {
  const deltas = differences(counts);
  if (deltas.length < 2) return 'too-short';
  const largest = Math.max(...deltas);
  const smallest = Math.min(...deltas);
  const total = counts[counts.length - 1] - counts[0];
  if (total < MIN_PER_ROUND * deltas.length && largest < MIN_PER_ROUND) return 'turnover';
  const last = deltas[deltas.length - 1];
  if (smallest > 0 && smallest >= largest * STEADY_SHARE) return 'linear';
  if (total <= 0) return 'turnover';
  const lateMean = deltas.length > 2 ? (deltas[deltas.length - 1] + deltas[deltas.length - 2]) / 2 : last;
  if (lateMean <= largest * PLATEAU_SHARE) return 'plateau';
  if (smallest >= 0 && last > 0 && lateMean >= largest * STEADY_SHARE) return 'growing';
  return 'irregular';
}

/** Whether a pattern is growth that has not stopped. */
export function isUnending(pattern: GrowthPattern): boolean {
  return pattern === 'linear' || pattern === 'growing';
}

/** Least-squares line through `values`: slope per step and coefficient of determination. */
export function fitLine(values: readonly number[]): { slope: number; fit: number } | null {
  const n = values.length;
  if (n < 2) return null;
  const meanX = (n - 1) / 2;
  const meanY = values.reduce((sum, value) => sum + value, 0) / n;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  values.forEach((value, index) => {
    xx += (index - meanX) ** 2;
    xy += (index - meanX) * (value - meanY);
    yy += (value - meanY) ** 2;
  });
  return { slope: xy / xx, fit: yy === 0 ? 1 : (xy * xy) / (xx * yy) };
}

/** The number that every round added, when it is one number. */
export function exactMultiple(perRound: readonly number[]): number | null {
  if (perRound.length < 2 || perRound[0] <= 0) return null;
  return perRound.every((value) => value === perRound[0]) ? perRound[0] : null;
}

export function differences(counts: readonly number[]): number[] {
  return counts.slice(1).map((count, index) => count - counts[index]);
}

/**
 * @param counts suspects in each snapshot
 * @param survivors objects born in each round that are still there
 * @param bytesEach mean bytes that one suspect costs
 */
export function growthRate(counts: readonly number[], survivors: readonly number[], bytesEach: number): GrowthRate {
  const line = fitLine(counts);
  return {
    survivorsPerRound: [...survivors],
    perRound: line === null ? null : round(line.slope),
    bytesPerRound: line === null || bytesEach === 0 ? null : Math.round(line.slope * bytesEach),
    bytesPerHour: null,
    hoursToLimit: null,
    fit: counts.length < 3 || line === null ? null : round(line.fit),
    exactMultiple: exactMultiple(differences(counts)),
  };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
