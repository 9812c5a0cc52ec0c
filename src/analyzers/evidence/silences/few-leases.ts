import type { LeaseCase } from '../../cases/lease-case.js';
import { ifTrue, silence } from '../doubt.js';

/** Fewer leases may be kept on purpose, for a leader's lock or a subscription. */
export const MIN_ABANDONED = 3;

export const fewLeases = silence({
  code: 'few-leases',
  means: `Fewer than ${MIN_ABANDONED} leases can be returned by no code: they may be kept on purpose.`,
  of: ['leases'],
  find: ({ abandoned }: LeaseCase) => ifTrue(abandoned.leases.length < MIN_ABANDONED),
  says: (_, { abandoned: { leases } }) =>
    `No code can return ${leases.length === 1 ? 'one lease' : `${leases.length} leases`}: that may be on purpose, as for a lock or a subscription.`,
});
