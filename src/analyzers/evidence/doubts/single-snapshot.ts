import type { ClusterCase } from '../../cases/cluster-case.js';
import { doubt, ifTrue } from '../doubt.js';

export const singleSnapshot = doubt({
  code: 'single-snapshot',
  means:
    'One snapshot shows what is dead, not whether it grows. What that alone proves is decided by the other evidence.',
  of: ['one-snapshot'],
  turn: 'facts',
  find: ({ rounds }: ClusterCase) => ifTrue(rounds === 0),
  bears: () => 'leak',
  says: () => 'A single snapshot shows what is dead, not whether it grows.',
});
