import type { ClusterCase } from '../../cases/cluster-case.js';
import { doubt } from '../doubt.js';
import { CLUSTER } from '../ground-groups.js';

export const openHandle = doubt({
  code: 'open-handle',
  means: 'They have open handles. This decides nothing by itself: a connection that is never returned is open as well.',
  of: CLUSTER,
  turn: 'facts',
  find: ({ facts }: ClusterCase) => (facts.openHandles > 0 && facts.dead === 0 ? facts.openHandles : null),
  bears: () => 'leak',
  says: (handles) => `${handles} open handles belong to them, so these connections are open.`,
});
