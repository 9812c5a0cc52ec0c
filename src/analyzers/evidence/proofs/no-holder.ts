import type { ClusterCase } from '../../cases/cluster-case.js';
import { ifTrue, proof } from '../doubt.js';

export const noHolder = proof({
  code: 'no-holder',
  means: 'Nothing but the books of the pool and the connection itself refers to them.',
  of: ['cluster'],
  find: ({ facts, isMostlyDead, user, waiting }: ClusterCase) =>
    ifTrue(
      !isMostlyDead && waiting === null && facts.books.length > 0 && facts.outsiders.length === 0 && user === null,
    ),
  says: () =>
    'Nothing but the books of the pool and the connection itself refers to them: no code is left that could release them.',
});
