import type { PlaceCase } from '../../cases/place-case.js';
import { doubt, ifTrue } from '../doubt.js';

/** Steps of a store from which it is filled; once is a step that any store makes. */
const STEPS_OF_FILLING = 2;

/**
 * Of an object whose keys are numbers the store is as large as the last of them: a table of requests with ever new ids
 * grows so, and stands empty.
 */
export const invisibleEntries = doubt({
  code: 'invisible-entries',
  means: 'A snapshot shows no integers: only the size of the store tells that there are more of them.',
  of: ['integers'],
  turn: 'facts',
  find: (_: PlaceCase) => ifTrue(true),
  bears: (_, { isList, storeSteps }) => (isList && storeSteps >= STEPS_OF_FILLING ? 'suspect' : 'note'),
  says: () => 'A snapshot shows no integers: only the size of the store tells that there are more of them.',
});
