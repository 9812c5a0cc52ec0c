import type { PlaceCase } from '../../cases/place-case.js';
import { ifTrue, proof } from '../doubt.js';

export const noObjects = proof({
  code: 'no-objects',
  means: 'The entries are strings, booleans or numbers.',
  of: ['place'],
  find: ({ cause }: PlaceCase) => ifTrue(cause === 'values'),
  says: () => 'The entries are strings, booleans or numbers, so counts of objects do not show them.',
});
