import type { GroundName } from '../../cases/case.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import { MOSTLY } from '../../cases/thresholds.js';
import { doubt } from '../doubt.js';
import { CLUSTER } from '../ground-groups.js';

const MOST_NAMES = 3;

/** Something besides the books of the pool refers to what is open or lent: it may be using it. */
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
    // Beside a book the holder is a user; elsewhere it may be the place that collects them.
    const isUser = ground === 'grown' || c.facts.books.length > 0 || c.facts.inboundNearby >= MOSTLY;
    return isUser ? 'note' : 'suspect';
  },
  says: (outsiders) =>
    `${outsiders
      .map(({ text }) => text)
      .slice(0, MOST_NAMES)
      .join(', ')} holds them too, and may be using them.`,
});

/** Of what is dead a holder excuses nothing, and of what merely grows it is what is asked for. */
function decides({ kind }: ClusterCase, ground: GroundName): boolean {
  return ground === 'open' || (ground === 'grown' && kind === 'lease-never-released');
}
