import type { ClusterCase } from '../../cases/cluster-case.js';
import { ifTrue, proof } from '../doubt.js';

export const handleOnly = proof({
  code: 'handle-only',
  means: 'Only their own open handle keeps them.',
  of: ['cluster'],
  find: ({ set }: ClusterCase) => ifTrue(set.labels.every((label) => label.kind === 'handle')),
  says: () => 'Nothing in the program refers to them: only their own open handle keeps them.',
});
