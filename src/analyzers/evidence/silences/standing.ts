import type { Verdict } from '../../../findings/report-schema.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import { ifTrue, silence } from '../doubt.js';

/** A series at rest confirms what one snapshot proves, and speaks against what one snapshot only suspects. */
export const standing = silence({
  code: 'standing',
  means: 'They are dead, but did not go on growing during the series, and a snapshot alone does not prove them a leak.',
  of: ['cluster'],
  isLate: true,
  find: ({ isStanding }: ClusterCase, verdict: Verdict) => ifTrue(isStanding && verdict !== 'leak'),
  says: (_, { facts: { leading } }) =>
    `${leading.nodes.length} ${leading.group.name} are dead, but did not go on growing during the series.`,
});
