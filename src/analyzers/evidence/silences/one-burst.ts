import type { ClusterCase } from '../../cases/cluster-case.js';
import { MIN_ROUNDS } from '../../cases/thresholds.js';
import { ifTrue, silence } from '../doubt.js';

/** A round with less than this share of the largest one's survivors does not count as a round of growth. */
const SPREAD_SHARE = 0.2;

/** Living suspects must be of several rounds, as those of the last one alone may be gone after the next. */
export const oneBurst = silence({
  code: 'one-burst',
  means:
    'Most were created in a single round: this is a burst, and objects of the last round may be freed in the next one.',
  of: ['cluster'],
  find: ({ rounds, isMostlyDead, perRound }: ClusterCase) => {
    if (rounds < MIN_ROUNDS || isMostlyDead) return null;
    const largest = Math.max(...perRound);
    const busy = perRound.filter((born) => born > 0 && born >= largest * SPREAD_SHARE).length;
    return ifTrue(busy < Math.max(MIN_ROUNDS, rounds - 1));
  },
  says: (_, { perRound }) => `Rounds left ${perRound.join(', ')}: a burst, not growth.`,
});
