import type { ClusterCase } from '../../cases/cluster-case.js';
import { NO_HISTORY } from '../../cases/thresholds.js';
import { doubt, ifTrue } from '../doubt.js';

/** In a single snapshot, only a chain of stale links or very many dead objects in one place prove a leak. */
export const noChain = doubt({
  code: 'no-chain',
  means: `In a single snapshot, only a chain of stale links or ${NO_HISTORY} dead objects in one place is proof.`,
  of: ['one-snapshot'],
  turn: 'facts',
  find: ({ kind, deadCount }: ClusterCase) => ifTrue(kind !== 'stale-link' && deadCount < NO_HISTORY),
  bears: () => 'suspect',
  says: () => 'The dead objects form no chain of stale links, and one snapshot does not show whether they stay.',
});
