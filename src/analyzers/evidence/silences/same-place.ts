import type { BallastCase } from '../../cases/ballast-case.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import { ifTrue, silence } from '../doubt.js';

export const samePlace = silence({
  code: 'same-place',
  means: 'Another finding says to mend this very place.',
  of: ['cluster', 'ballast'],
  find: (c: ClusterCase | BallastCase) => ifTrue(c.isPlaceTaken),
  says: () => 'Another finding says to mend this place already.',
});
