import type { LeaseCase } from '../../cases/lease-case.js';
import { ifTrue, proof } from '../doubt.js';

export const exhausted = proof({
  code: 'exhausted',
  means: 'The pool has no idle resource and may create no more.',
  of: ['leases'],
  find: ({ starves }: LeaseCase) => ifTrue(starves),
  says: () => 'None is idle, and the pool may create no more, so callers wait for them.',
});
