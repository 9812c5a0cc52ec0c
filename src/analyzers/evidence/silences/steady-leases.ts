import type { LeaseCase } from '../../cases/lease-case.js';
import { ifTrue, silence } from '../doubt.js';

export const steadyLeases = silence({
  code: 'steady-leases',
  means: 'The number of leases that no code can return does not grow, and no caller waits for them.',
  of: ['leases'],
  find: ({ accumulates, starves }: LeaseCase) => ifTrue(!accumulates && !starves),
  says: (_, { abandoned: { counts } }) =>
    `${counts.join(', ')} leases could be returned by no code: their number does not grow, and no caller waits for them.`,
});
