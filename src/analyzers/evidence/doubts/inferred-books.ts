import type { LeaseCase } from '../../cases/lease-case.js';
import { doubt, ifTrue } from '../doubt.js';

export const inferredBooks = doubt({
  code: 'inferred-books',
  means: 'No profile knows this pool: its books are inferred.',
  of: ['abandoned'],
  turn: 'facts',
  find: ({ isKnownPool }: LeaseCase) => ifTrue(!isKnownPool),
  bears: () => 'suspect',
  says: () => 'No profile knows this pool: its books are inferred.',
});
