import type { ClusterCase } from '../../cases/cluster-case.js';
import { doubt } from '../doubt.js';

/** A queue of waiters for an exhausted pool is a consequence of how the pool is used: there is nothing to fix in the queue. */
export const poolExhausted = doubt({
  code: 'pool-exhausted',
  means: 'They wait for an exhausted pool: look at what holds its connections.',
  of: ['one-snapshot', 'open', 'grown'],
  turn: 'last',
  find: ({ isMostlyDead, waiting }: ClusterCase) => (isMostlyDead ? null : waiting),
  bears: ({ isAtWork }) => (isAtWork ? 'note' : 'suspect'),
  says: ({ pool, out, isAtWork }) =>
    `They wait for \`${pool}\`, which is exhausted: ${out} are leased${isAtWork ? ' and at work' : ''}. Look at what holds them.`,
});
