import type { GroundName } from '../../cases/case.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import { FEW_PER_ROUND, MOSTLY, ROUNDS_FOR_PROOF } from '../../cases/thresholds.js';
import { isInCollection } from '../../labels/label-questions.js';
import { doubt } from '../doubt.js';
import { CLUSTER } from '../ground-groups.js';

const MOST_NAMES = 3;

/** Something besides the books of the pool refers to the open or leased resources, and may be using them. */
export const hasHolder = doubt({
  code: 'has-holder',
  means: 'Something besides the books of a pool holds them, and may be using them.',
  of: CLUSTER,
  turn: 'facts',
  find: (c: ClusterCase, ground) => {
    const { outsiders, books } = c.facts;
    return outsiders.length > 0 && (books.length > 0 || decides(c, ground)) ? outsiders : null;
  },
  bears: (_, c, { ground }) => {
    if (!decides(c, ground)) return 'leak';
    // If a book lists them as well, the holder is a user; otherwise it may be the very place where they pile up.
    const isUser = ground === 'grown' || c.facts.books.length > 0 || c.facts.inboundNearby >= MOSTLY;
    return isUser && !(ground === 'grown' && isPileOfWrappers(c)) ? 'note' : 'suspect';
  },
  says: (outsiders) => {
    const names = outsiders.map(({ text }) => text).slice(0, MOST_NAMES);
    return `${names.join(', ')} ${names.length === 1 ? 'holds' : 'hold'} them too, and may be using them.`;
  },
});

/** Whether a holder lowers the verdict: it does not excuse dead objects, and of mere growth it is the very place in question. */
function decides({ kind }: ClusterCase, ground: GroundName): boolean {
  return ground === 'open' || (ground === 'grown' && kind === 'lease-never-released');
}

/**
 * Whether the holder is a list of objects that the program made around the leases and has to end itself: such a list piles up as any other
 * does, whatever the objects are called. Only as many in each of several rounds count, as long work begins more often than it ends for a while.
 */
function isPileOfWrappers(c: ClusterCase): boolean {
  const { rounds, perRound, facts } = c;
  return (
    rounds >= ROUNDS_FOR_PROOF &&
    perRound.every((born) => born >= FEW_PER_ROUND) &&
    facts.outsiders.some(isInCollection) &&
    c.releaseCall !== null
  );
}
