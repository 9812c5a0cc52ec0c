import type { GrowingCase } from '../../cases/case.js';
import { doubt } from '../doubt.js';
import { watchedGrowth } from '../finders/watched-growth.js';
import { WATCHED } from '../ground-groups.js';
import { secondsText } from '../words.js';

/** Share of the growth that may remain of a place that has drained. */
const REMAINDER = 0.2;
/** Share of the growth that must have gone before a place is said to drain. */
const HALF = 0.5;

/** What a leak has kept is never given up: a place that is as empty as before the series was a backlog, or is emptied now and then. */
export const drainedWhileWatched = doubt({
  code: 'drained-while-watched',
  means: 'While it was watched in the living process, the place lost what it had gained during the series.',
  of: WATCHED,
  turn: 'facts',
  find: (c: GrowingCase) => {
    const seen = watchedGrowth(c);
    if (seen === null) return null;
    const { first, last, lowest, sampled, gone, totalMs } = seen;
    const gained = last - first;
    // Where many of the old ones are still there, what went is what was under way.
    if (gained <= 0 || (sampled > 0 && gone * 2 < sampled)) return null;
    const left = lowest - first;
    // Without a look at single entries, half of them may be what was under way.
    if (left > gained * (sampled > 0 ? HALF : REMAINDER)) return null;
    return { first, last, lowest, totalMs, isWhole: left <= gained * REMAINDER };
  },
  bears: ({ isWhole }) => (isWhole ? 'note' : 'suspect'),
  says: ({ first, last, lowest, totalMs }) =>
    `It drained while it was watched: ${last} entries in the last snapshot, ${lowest} within ${secondsText(totalMs)} after; the first snapshot had ${first}.`,
});
