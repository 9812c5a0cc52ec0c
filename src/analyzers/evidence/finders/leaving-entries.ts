/** Rounds in each of which entries must have left. In one round these may just be what was in progress in the first snapshot. */
const MIN_ROUNDS = 3;
/** Least ratio of the older entries that left in a round to the entries that the round added. */
const MIN_SHARE = 0.1;

/**
 * How many of the older entries left a collection in each round, when some did in every round and all that came since the
 * first snapshot are still there. Then the oldest leave first, as from a queue that is served more slowly than it is filled. A
 * leak loses no entries, except those that were in progress in the first snapshot, which are gone in the second one.
 *
 * ```
 *   entries     176 → 228 → 280 → 332
 *   came              80    80    80     and stayed
 *   older ones  176 → 148 → 120 → 92     28 a round have left
 * ```
 *
 * @param entries number of entries of the collection in each snapshot
 * @param births number of entries in the last snapshot, by the first snapshot that showed them
 * @returns how many left in each round, or null
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
    // Entries that came and left within the series would show as older entries that were added.
    if (born === 0 || remaining < 0 || gone < Math.max(1, born * MIN_SHARE)) return null;
    left.push(gone);
    older = remaining;
  }
  return left;
}
