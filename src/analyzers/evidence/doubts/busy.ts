import type { ClusterCase } from '../../cases/cluster-case.js';
import { MOSTLY } from '../../cases/thresholds.js';
import { doubt } from '../doubt.js';
import { CLUSTER } from '../ground-groups.js';

export const busy = doubt({
  code: 'busy',
  means: 'Half of them or more work on something right now.',
  of: CLUSTER,
  turn: 'facts',
  find: ({ facts }: ClusterCase) => (facts.busyShare >= MOSTLY ? facts.busyShare : null),
  bears: (_, __, { ground }) => (ground === 'open' ? 'note' : 'leak'),
  says: (share) => `${Math.round(share * 100)} % of them work on something right now.`,
});
