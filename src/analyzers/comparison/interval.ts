import type { Interval } from '../../findings/comparison-schema.js';

/** Least number of rounds for an interval. */
export const MIN_ROUNDS = 3;

/**
 * Two-sided 95 % quantiles of Student's t for 1 … 30 degrees of freedom; larger ones are in {@link T_BEYOND}. Source:
 * "Student" (W. S. Gosset), The Probable Error of a Mean, Biometrika 6 (1908), in today's tabulation, e.g. the
 * NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
 */
const T_95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];
/**
 * Degrees of freedom, and the quantile from there on. In between, the next smaller entry applies, which gives the wider
 * interval.
 */
const T_BEYOND: readonly (readonly [number, number])[] = [
  [100, 1.984],
  [60, 2],
  [40, 2.021],
  [30, 2.042],
];

/**
 * t such that a mean of `degrees + 1` values lies within t standard errors in 95 of 100 cases. Fractional degrees are
 * rounded down.
 */
export function studentT95(degrees: number): number {
  const whole = Math.max(1, Math.floor(degrees));
  if (whole <= T_95.length) return T_95[whole - 1];
  return T_BEYOND.find(([from]) => whole >= from)?.[1] ?? T_95[T_95.length - 1];
}

/** Mean of the rounds and its interval; without bounds below {@link MIN_ROUNDS} rounds, null without any. */
export function meanInterval(values: readonly number[]): Interval | null {
  if (values.length === 0) return null;
  const { mean, error } = momentsOf(values);
  return around(mean, values.length < MIN_ROUNDS ? null : studentT95(values.length - 1) * Math.sqrt(error));
}

/**
 * Mean of `after` minus mean of `before`, whose spreads and numbers of rounds may differ. Degrees of freedom after
 * B. L. Welch, The generalization of "Student's" problem when several different population variances are involved,
 * Biometrika 34 (1947).
 */
export function differenceInterval(before: readonly number[], after: readonly number[]): Interval | null {
  if (before.length === 0 || after.length === 0) return null;
  const a = momentsOf(before);
  const b = momentsOf(after);
  const difference = b.mean - a.mean;
  if (Math.min(before.length, after.length) < MIN_ROUNDS) return around(difference, null);
  const error = a.error + b.error;
  if (error === 0) return around(difference, 0);
  const degrees = error ** 2 / (a.error ** 2 / (before.length - 1) + b.error ** 2 / (after.length - 1));
  return around(difference, studentT95(degrees) * Math.sqrt(error));
}

/** The same interval in other units, such as per operation. */
export function scaleInterval({ mean, low, high }: Interval, factor: number): Interval {
  const [a, b] = [low, high].map((bound) => (bound === null ? null : round(bound * factor)));
  return factor < 0
    ? { mean: round(mean * factor), low: b ?? null, high: a ?? null }
    : { mean: round(mean * factor), low: a ?? null, high: b ?? null };
}

/** Mean, and the square of its standard error (variance of the sample over n). */
function momentsOf(values: readonly number[]): { mean: number; error: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: n < 2 ? 0 : squares / (n - 1) / n };
}

function around(mean: number, half: number | null): Interval {
  return half === null
    ? { mean: round(mean), low: null, high: null }
    : { mean: round(mean), low: round(mean - half), high: round(mean + half) };
}

/** Rounds to three decimals; never -0, which JSON cannot represent. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000 + 0;
}
