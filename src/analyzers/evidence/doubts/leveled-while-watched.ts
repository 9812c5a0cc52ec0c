import type { GrowingCase } from '../../cases/case.js';
import { FEW_PER_ROUND } from '../../cases/thresholds.js';
import { doubt } from '../doubt.js';
import { countedLines, watchedGrowth } from '../finders/watched-growth.js';
import { WATCHED } from '../ground-groups.js';
import { secondsText } from '../words.js';

/** Share of the growth to be expected that a place may still show when it has leveled off. */
const LEVEL = 0.1;

/**
 * A cache is full at last, or has met every key. That nothing came may have other reasons: only where the code that adds went on
 * running, and where a new collection would have been noticed, does it tell.
 */
export const leveledWhileWatched = doubt({
  code: 'leveled-while-watched',
  means: 'While it was watched in the living process, the place stopped growing, though the code that adds to it ran.',
  of: WATCHED,
  turn: 'facts',
  find: (c: GrowingCase) => {
    const seen = watchedGrowth(c);
    if (seen === null || !seen.inPlace || seen.expected === null || seen.expected < FEW_PER_ROUND) return null;
    if (seen.end - seen.start > seen.expected * LEVEL) return null;
    const adders = countedLines(seen, 'adds');
    const runs = adders.reduce((sum, line) => sum + (line.runs ?? 0), 0);
    if (runs === 0) return null;
    return { ...seen, runs, isReached: adders.some(({ reached }) => (reached ?? 0) > 0) };
  },
  // A function may run and add nothing, as on its way without an error.
  bears: ({ isReached }) => (isReached ? 'note' : 'suspect'),
  says: ({ end, loadMs, runs, expected }) =>
    `It stayed at ${end} entries while it was watched under load for ${secondsText(loadMs)}, where ${Math.round(expected ?? 0)} more were to be expected; the code that adds to it ran ${runs === 1 ? 'once' : `at least ${runs} times`}.`,
});
