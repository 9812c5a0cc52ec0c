/** Rounds in each of which some must have left: one may be the end of what was under way in the first snapshot. */
const MIN_ROUNDS = 3;
/** Share of what a round left behind that must have gone from among the older entries meanwhile. */
const MIN_SHARE = 0.1;

/**
 * How many of the older entries left a collection in each round, when some did in every round and all that came since the
 * first snapshot are still there: the oldest go first, as from a queue that is served, only more slowly than it is filled.
 * Of a leak nothing goes; what was under way in the first snapshot is gone in the second, and no more goes later.
 *
 * ```
 *   entries     176 → 228 → 280 → 332
 *   came              80    80    80     and stayed
 *   older ones  176 → 148 → 120 → 92     28 a round have left
 * ```
 *
 * @param entries of the collection, in each snapshot
 * @param births of its entries in the last snapshot, by the first snapshot that showed them
 * @returns what left in each round, or null
 */
export function findLeaving(entries: readonly number[], births: readonly number[]): readonly number[] | null {
  if (entries.length <= MIN_ROUNDS) return null;
  const left: number[] = [];
  let came = 0;
  let older = entries[0];
  for (let round = 1; round < entries.length; round += 1) {
    const born = births[round] ?? 0;
    came += born;
    const remaining = entries[round] - came;
    const gone = older - remaining;
    // What came and went within the series would show as older ones that came.
    if (born === 0 || remaining < 0 || gone < Math.max(1, born * MIN_SHARE)) return null;
    left.push(gone);
    older = remaining;
  }
  return left;
}
