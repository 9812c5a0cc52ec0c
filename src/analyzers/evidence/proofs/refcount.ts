import { formatCount } from '../../../findings/count-text.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import { proof } from '../doubt.js';

export const refcount = proof({
  code: 'refcount',
  means: 'A field that counts holders has a higher value than the heap has holders.',
  of: ['cluster'],
  find: ({ refcount }: ClusterCase) => (refcount !== null && refcount.check.objects > 0 ? refcount.check : null),
  says: ({ field, stated, holders, objects }) =>
    `${field} says ${stated ?? 'a number'}, but the heap has ${holders} holders; this is the case for ${formatCount(objects)} objects.`,
});
