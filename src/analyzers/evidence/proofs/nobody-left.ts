import type { LeaseCase } from '../../cases/lease-case.js';
import { ifTrue, proof } from '../doubt.js';

export const nobodyLeft = proof({
  code: 'nobody-left',
  means: 'No function, object or collection of the program refers to the leases.',
  of: ['leases'],
  find: (_: LeaseCase) => ifTrue(true),
  says: () => 'No function, object or collection of the program refers to them, and none waits for what they do.',
});
