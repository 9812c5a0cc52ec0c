import type { ClusterCase } from '../../cases/cluster.js';
import { doubt } from '../doubt.js';
import { GROWTH } from './grounds.js';

export const expires = doubt({
  code: 'expires',
  means: 'The entries say when they go, and that time is still to come.',
  of: GROWTH,
  turn: 'facts',
  find: (c: ClusterCase) => (c.restsOnGrowth && !c.isExpired ? c.expiry : null),
  bears: () => 'note',
  says: ({ field }) => `${field} says when they go.`,
});
