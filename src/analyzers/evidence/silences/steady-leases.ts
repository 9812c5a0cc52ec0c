import type { LeaseCase } from '../../cases/lease-case.js';
import { ifTrue, silence } from '../doubt.js';

export const steadyLeases = silence({
  code: 'steady-leases',
  means: 'The leases that nobody can return do not get more, and nobody waits for them.',
  of: ['leases'],
  find: ({ accumulates, starves }: LeaseCase) => ifTrue(!accumulates && !starves),
  says: (_, { abandoned: { counts } }) =>
    `${counts.join(', ')} leases were out with nobody to return them: they do not get more, and nobody waits for them.`,
});
