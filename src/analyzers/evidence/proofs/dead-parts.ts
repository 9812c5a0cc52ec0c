import type { ClusterCase } from '../../cases/cluster-case.js';
import { proof } from '../doubt.js';
import { listFields } from './dead.js';

export const deadParts = proof({
  code: 'dead-parts',
  means: 'They are not dead themselves, but something dead belongs to each of them, by a field that says so.',
  of: ['cluster'],
  find: ({ deadOfEach }: ClusterCase) => deadOfEach,
  says: ({ dead, deadBy, group }) => `${dead} dead ${group.name} belong to them: ${listFields(deadBy)}.`,
});
