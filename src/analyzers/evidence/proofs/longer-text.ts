import type { PlaceCase } from '../../cases/place-case.js';
import { ifTrue, proof } from '../doubt.js';

export const longerText = proof({
  code: 'longer-text',
  means: 'The same field refers to a longer string in each snapshot.',
  of: ['place'],
  find: ({ cause }: PlaceCase) => ifTrue(cause === 'text'),
  says: () => 'The same field refers to a longer string in each snapshot.',
});
