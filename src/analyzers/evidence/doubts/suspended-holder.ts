import type { ClusterCase } from '../../cases/cluster-case.js';
import { isLocalVariable, ownerNameOf } from '../../labels/label-questions.js';
import { doubt, ifTrue } from '../doubt.js';
import { GROWTH } from '../ground-groups.js';

/** What a function gathers until it ends is not left behind: a batch that runs looks just like it. */
export const suspendedHolder = doubt({
  code: 'suspended-holder',
  means: 'A variable of a suspended function holds them: they go when it ends.',
  of: GROWTH,
  turn: 'facts',
  find: (c: ClusterCase) => ifTrue(c.restsOnGrowth && isLocalVariable(c.label)),
  bears: () => 'suspect',
  says: (_, { label }) =>
    `A variable of \`${ownerNameOf(label)}\` holds them, a function that is suspended: they go when it ends.`,
});
