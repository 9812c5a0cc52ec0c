import type { ClusterCase } from '../../cases/cluster-case.js';
import { MOSTLY } from '../../cases/thresholds.js';
import { doubt, ifTrue } from '../doubt.js';
import { CLUSTER } from '../ground-groups.js';

export const inbound = doubt({
  code: 'inbound',
  means: 'A server of this process accepted their sockets: the peers decide how long they stay.',
  of: CLUSTER,
  turn: 'facts',
  find: ({ facts }: ClusterCase) => ifTrue(facts.inboundShare >= MOSTLY),
  bears: (_, __, { ground }) => (ground === 'open' ? 'note' : 'leak'),
  says: () => 'Their sockets were accepted by a server of this process: the peers decide how long they stay.',
});
