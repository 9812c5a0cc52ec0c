import type { ClusterCase } from '../../cases/cluster-case.js';
import { isLocalVariable, ownerNameOf } from '../../labels/label-questions.js';
import { doubt, ifTrue } from '../doubt.js';
import { GROWTH } from '../ground-groups.js';

/** Objects that a running function collects until it ends are no leak: a batch job in progress looks the same. */
export const suspendedHolder = doubt({
  code: 'suspended-holder',
  means: 'A variable of a suspended function holds them: they are freed when it ends.',
  of: GROWTH,
  turn: 'facts',
  find: (c: ClusterCase) => ifTrue(c.restsOnGrowth && isLocalVariable(c.label)),
  bears: () => 'suspect',
  says: (_, { label }) =>
    `A variable of \`${ownerNameOf(label)}\` holds them, a function that is suspended: they are freed when it ends.`,
});
