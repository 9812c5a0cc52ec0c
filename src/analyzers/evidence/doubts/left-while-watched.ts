import type { GrowingCase } from '../../cases/case.js';
import { doubt } from '../doubt.js';
import { FEWEST_SAMPLED, watchedGrowth } from '../finders/watched-growth.js';
import { WATCHED } from '../ground-groups.js';
import { secondsText } from '../words.js';

/** Share of the old entries that must have left before they are said to leave, and before all are. */
const MANY = 0.5;
const NEARLY_ALL = 0.9;

/**
 * Entries that stay for some time and go look like a leak to every series that is shorter than that time. Where all of them go,
 * nothing is kept, though more may come than go.
 */
export const leftWhileWatched = doubt({
  code: 'left-while-watched',
  means: 'While it was watched in the living process, entries left that had come during the series.',
  of: WATCHED,
  turn: 'facts',
  find: (c: GrowingCase) => {
    const seen = watchedGrowth(c);
    return seen !== null && seen.sampled >= FEWEST_SAMPLED && seen.gone >= seen.sampled * MANY ? seen : null;
  },
  bears: ({ sampled, gone }) => (gone >= sampled * NEARLY_ALL ? 'note' : 'suspect'),
  says: ({ sampled, gone, totalMs }) =>
    `Of ${sampled} entries that were older than a round, ${gone} left while it was watched for ${secondsText(totalMs)}.`,
});
