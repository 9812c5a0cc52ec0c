import type { ClusterCase } from '../../cases/cluster.js';
import { LOCAL_VARIABLE } from '../../labels/edge-label.js';
import { doubt, ifTrue } from '../doubt.js';
import { GROWTH } from './grounds.js';

/** What a function gathers until it ends is not left behind: a batch that runs looks just like it. */
export const suspendedHolder = doubt({
  code: 'suspended-holder',
  means: 'A variable of a suspended function holds them: they go when it ends.',
  of: GROWTH,
  turn: 'facts',
  find: (c: ClusterCase) => ifTrue(c.restsOnGrowth && c.label.parts.includes(LOCAL_VARIABLE)),
  bears: () => 'suspect',
  says: (_, { label }) =>
    `A variable of \`${label.owner}\` holds them, a function that is suspended: they go when it ends.`,
});
