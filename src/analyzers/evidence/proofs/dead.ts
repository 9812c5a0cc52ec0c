import type { ClusterCase } from '../../cases/cluster-case.js';
import { proof } from '../doubt.js';

export const dead = proof({
  code: 'dead',
  means: 'A field says that the objects are closed, destroyed or ended.',
  of: ['cluster'],
  find: ({ facts }: ClusterCase) => (facts.leading.dead > 0 ? (facts.deadBy[0]?.field ?? 'a field') : null),
  says: (field, { facts: { leading } }) =>
    `${leading.dead} of ${leading.nodes.length} ${leading.group.name || 'anonymous function'} are dead: ${field}.`,
});
