import type { GrowingCase } from '../../cases/case.js';
import { ROUNDS_FOR_PROOF } from '../../cases/thresholds.js';
import { doubt, ifTrue } from '../doubt.js';
import { COUNTED_PLACES, GROWTH } from '../ground-groups.js';

/** Growth slows down when each round is clearly below the one before, and the last one below this share of the first one. */
const SLOWING_SHARE = 0.6;
const SLOWER_SHARE = 0.9;

export const slowsDown = doubt({
  code: 'slows-down',
  means: 'Each round left less behind than the one before: growth may level off.',
  of: [...GROWTH, ...COUNTED_PLACES],
  turn: 'facts',
  find: (c: GrowingCase) =>
    ifTrue(
      (c.type === 'place' || c.restsOnGrowth) && c.perRound.length >= ROUNDS_FOR_PROOF && isSlowingDown(c.wholeRounds),
    ),
  bears: () => 'note',
  says: () => 'Each round left less behind than the one before: growth may level off.',
});

/** Whether every round left clearly less than the one before. */
export function isSlowingDown(perRound: readonly number[]): boolean {
  const isFalling = perRound.every((left, index) => index === 0 || left <= perRound[index - 1] * SLOWER_SHARE);
  return isFalling && perRound[perRound.length - 1] < perRound[0] * SLOWING_SHARE;
}
