import type { BallastCase } from '../../cases/ballast-case.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import { ifTrue, silence } from '../doubt.js';

export const samePlace = silence({
  code: 'same-place',
  means: 'Another finding already says to fix this place.',
  of: ['cluster', 'ballast'],
  find: (c: ClusterCase | BallastCase) => ifTrue(c.isPlaceTaken),
  says: () => 'Another finding already says to fix this place.',
});
