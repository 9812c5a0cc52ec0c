import type { PlaceCase } from '../../cases/place-case.js';
import { doubt, ifTrue } from '../doubt.js';

/** Number of times a store must have grown to show that it is being filled; any store may grow once. */
const STEPS_OF_FILLING = 2;

/**
 * The store of an object with numeric keys is as large as its greatest key. So the store of a table of requests with ever new
 * ids grows while the table may be empty.
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
