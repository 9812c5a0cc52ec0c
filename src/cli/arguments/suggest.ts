/** Fewer letters begin too many words. */
const SHORTEST_START = 3;

/**
 * The known word nearest to `word`, when it is near enough to be meant: at most a third of its letters differ, or it is
 * the only one that begins so.
 *
 * @example
 * suggestWord('analyse', ['analyze', 'schema']); // 'analyze'
 */
export function suggestWord(word: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3));
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1));
  if (ranked[0] !== undefined && ranked[0].distance <= limit) return ranked[0].candidate;
  const [longer, ...others] = word.length < SHORTEST_START ? [] : known.filter((each) => each.startsWith(word));
  return others.length === 0 ? longer : undefined;
}

/**
 * Insertions, deletions, substitutions and swaps of neighbours from `a` to `b` (optimal string alignment: Wagner and
 * Fischer, 1974, with Damerau's swaps), three rows at a time.
 */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swap = isSwapped && row > 1 ? (beforePrevious[column - 2] ?? 0) + 1 : substitution;
      current.push(Math.min(substitution, swap, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    [beforePrevious, previous] = [previous, current];
  }
  return previous[b.length] ?? 0;
}
