import type { LeaseCase } from '../../cases/lease-case.js';
import { proof } from '../doubt.js';

export const accumulating = proof({
  code: 'accumulating',
  means: 'There are more leases with nobody to return them from round to round.',
  of: ['leases'],
  find: ({ accumulates, abandoned }: LeaseCase) => (accumulates ? abandoned.counts : null),
  says: (counts) => `Of them ${counts.join(', ')} were out in ${counts.length} snapshots in a row.`,
});
