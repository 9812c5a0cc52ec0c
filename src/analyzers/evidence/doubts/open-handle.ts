import type { ClusterCase } from '../../cases/cluster-case.js';
import { doubt } from '../doubt.js';
import { CLUSTER } from '../ground-groups.js';

export const openHandle = doubt({
  code: 'open-handle',
  means: 'They are really connected. It decides nothing by itself: a connection that nobody returns is open, too.',
  of: CLUSTER,
  turn: 'facts',
  find: ({ facts }: ClusterCase) => (facts.openHandles > 0 && facts.dead === 0 ? facts.openHandles : null),
  bears: () => 'leak',
  says: (handles) => `${handles} open handles belong to them: these connections are really connected.`,
});
