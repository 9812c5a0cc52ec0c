import type { LeaseCase } from '../../cases/lease-case.js';
import { proof } from '../doubt.js';

export const accumulating = proof({
  code: 'accumulating',
  means: 'The number of leases that no code can return grows from round to round.',
  of: ['leases'],
  find: ({ accumulates, abandoned }: LeaseCase) => (accumulates ? abandoned.counts : null),
  says: (counts) => `${counts.join(', ')} of them were open in ${counts.length} snapshots in a row.`,
});
