import type { ClusterCase } from '../../cases/cluster-case.js';
import { doubt } from '../doubt.js';
import { GROWTH } from '../ground-groups.js';

export const expires = doubt({
  code: 'expires',
  means: 'The entries say when they go, and that time is still to come.',
  of: GROWTH,
  turn: 'facts',
  find: (c: ClusterCase) => (c.restsOnGrowth && !c.isExpired ? c.expiry : null),
  bears: () => 'note',
  says: ({ field, overMs }) =>
    overMs === null
      ? `${field} says when they go. Whether that time is over is unknown, and decides between a note and a leak: its value or the time of the snapshot is missing.`
      : `${field} says when they go.`,
});
