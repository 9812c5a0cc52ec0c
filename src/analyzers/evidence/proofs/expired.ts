import type { ClusterCase } from '../../cases/cluster-case.js';
import { GROWTH_KINDS } from '../../cases/cluster-kind.js';
import { MIN_ROUNDS } from '../../cases/thresholds.js';
import { proof } from '../doubt.js';

export const expired = proof({
  code: 'expired',
  means: 'A field says when the entries expire, and that time had passed.',
  of: ['cluster'],
  find: (c: ClusterCase) =>
    !c.isMostlyDead && c.rounds >= MIN_ROUNDS && GROWTH_KINDS.includes(c.kind) && c.restsOnGrowth && c.isExpired
      ? c.expiry
      : null,
  says: ({ field }) => `${field} says when they expire, and that time had passed: they should be gone.`,
});
