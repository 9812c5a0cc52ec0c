/**
 * Least distance from steady arrivals, in standard deviations: by chance they fall by more in fewer than one of a thousand series. The
 * normal distribution says one in 2,000; that the numbers are whole and few takes the rest.
 */
const BEYOND_CHANCE = 3.3;

/**
 * Whether numbers of arrivals fall by more than chance lets steady ones fall. Arrivals that come one by one at a steady rate scatter as
 * a Poisson variable does, whose variance is its mean; the score is that of the trend over all rounds (Cochran, Armitage).
 *
 * @param perRound arrivals of each round, the first round first
 */
export function fallBeyondChance(perRound: readonly number[]): boolean {
  const middle = (perRound.length - 1) / 2;
  const mean = perRound.reduce((sum, count) => sum + count, 0) / perRound.length;
  const trend = perRound.reduce((sum, count, round) => sum + (round - middle) * count, 0);
  const spread = perRound.reduce((sum, _, round) => sum + (round - middle) ** 2, 0);
  return trend <= -BEYOND_CHANCE * Math.sqrt(mean * spread) && trend < 0;
}
