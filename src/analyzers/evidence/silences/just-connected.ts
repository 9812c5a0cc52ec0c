import type { ClusterCase } from '../../cases/cluster-case.js';
import { MOSTLY } from '../../cases/thresholds.js';
import { ifTrue, silence } from '../doubt.js';

export const justConnected = silence({
  code: 'just-connected',
  means: 'Peers are connected, and nothing but their own sockets and timers holds them.',
  of: ['cluster'],
  find: ({ isMostlyDead, facts, set }: ClusterCase) =>
    ifTrue(
      !isMostlyDead &&
        facts.inboundShare > MOSTLY &&
        facts.openHandles > 0 &&
        set.labels.every(({ kind }) => kind === 'handle' || kind === 'timer'),
    ),
  says: (_, { facts }) => `${facts.openHandles} peers are connected, and nothing but their own sockets holds them.`,
});
