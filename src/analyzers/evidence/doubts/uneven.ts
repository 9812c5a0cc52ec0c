import type { GrowingCase } from '../../cases/case.js';
import { ROUNDS_FOR_PROOF } from '../../cases/thresholds.js';
import { doubt } from '../doubt.js';
import { COUNTED_PLACES, GROWTH } from '../ground-groups.js';
import { isSlowingDown } from './slows-down.js';

/** Least share of the largest round that every round must leave behind for the growth to count as a straight line. */
const STRAIGHT_SHARE = 0.6;
/** A round that left less than this share of the largest one counts as having left nothing. */
const IDLE_SHARE = 0.1;

export const uneven = doubt({
  code: 'uneven',
  means: 'Rounds of equal work left different numbers of objects: this may be load.',
  of: [...GROWTH, ...COUNTED_PLACES],
  turn: 'facts',
  find: (c: GrowingCase) => {
    if ((c.type === 'cluster' && !c.restsOnGrowth) || c.perRound.length < ROUNDS_FOR_PROOF) return null;
    if (isSlowingDown(c.wholeRounds)) return null;
    const largest = Math.max(...c.wholeRounds);
    if (c.wholeRounds.some((left) => left < largest * IDLE_SHARE)) return 'idle';
    return c.wholeRounds.some((left) => left < largest * STRAIGHT_SHARE) ? 'unlike' : null;
  },
  bears: (how) => (how === 'idle' ? 'note' : 'suspect'),
  says: (how) =>
    how === 'idle'
      ? 'Some rounds left next to nothing: this looks like load, not like a leak.'
      : 'The rounds left different numbers of objects: this may be load, not a leak.',
});
