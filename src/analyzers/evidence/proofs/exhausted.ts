import type { LeaseCase } from '../../cases/lease-case.js';
import { ifTrue, proof } from '../doubt.js';

export const exhausted = proof({
  code: 'exhausted',
  means: 'The pool has nothing idle and may make no more.',
  of: ['leases'],
  find: ({ starves }: LeaseCase) => ifTrue(starves),
  says: () => 'None is idle, and the pool may make no more: whoever asks waits for them.',
});
