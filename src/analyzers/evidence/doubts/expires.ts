import type { ClusterCase } from '../../cases/cluster-case.js';
import { doubt } from '../doubt.js';
import { GROWTH } from '../ground-groups.js';

export const expires = doubt({
  code: 'expires',
  means: 'A field says when the entries expire, and that time is still to come.',
  of: GROWTH,
  turn: 'facts',
  find: (c: ClusterCase) => (c.restsOnGrowth && !c.isExpired ? c.expiry : null),
  bears: () => 'note',
  says: ({ field, overMs }) =>
    overMs === null
      ? `${field} says when they expire. Whether that time has passed decides between a note and a leak. It is unknown, because its value or the time of the snapshot is missing.`
      : `${field} says when they expire.`,
});
