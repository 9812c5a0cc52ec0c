import type { BallastCase } from '../../cases/ballast-case.js';
import type { LeaseCase } from '../../cases/lease-case.js';
import { MOSTLY } from '../../cases/thresholds.js';
import { ifTrue, silence } from '../doubt.js';

export const accusedAlready = silence({
  code: 'accused-already',
  means: 'Another finding, more than a note, covers most of these objects.',
  of: ['leases', 'ballast'],
  find: (c: LeaseCase | BallastCase) => {
    const all = c.type === 'leases' ? c.abandoned.leases.length : c.ballast.keepers.length;
    return ifTrue(c.accused >= all * MOSTLY);
  },
  says: (_, { accused }) => `Another finding covers ${accused} of these objects already.`,
});
