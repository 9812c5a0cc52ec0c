import type { ClusterCase } from '../../cases/cluster-case.js';
import { doubt } from '../doubt.js';

/** A queue for a pool that is used up is what the use of the pool made of it: there is nothing to clear in the queue. */
export const poolExhausted = doubt({
  code: 'pool-exhausted',
  means: 'They wait for a pool that has nothing left to lend: whoever has the connections is to be looked at.',
  of: ['one-snapshot', 'open', 'grown'],
  turn: 'last',
  find: ({ isMostlyDead, waiting }: ClusterCase) => (isMostlyDead ? null : waiting),
  bears: ({ isAtWork }) => (isAtWork ? 'note' : 'suspect'),
  says: ({ pool, out, isAtWork }) =>
    `They wait for \`${pool}\`, which has nothing left to lend: ${out} are out${isAtWork ? ' and at work' : ''}. Look at who has them.`,
});
