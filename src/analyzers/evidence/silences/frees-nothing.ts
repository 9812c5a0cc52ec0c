import type { ClusterCase } from '../../cases/cluster-case.js';
import { ifTrue, silence } from '../doubt.js';

/** The cut frees some suspects, but none of the leading group: other references keep these. */
export const freesNothing = silence({
  code: 'frees-nothing',
  means: 'No cut frees any of the objects that the finding would name.',
  of: ['cluster'],
  isLate: true,
  find: ({ cut }: ClusterCase) => ifTrue(cut.frees === 0),
  says: (_, { facts }) => `The cut frees none of the ${facts.leading.nodes.length} ${facts.leading.group.name}.`,
});
