import type { ClusterCase } from '../../cases/cluster-case.js';
import { doubt, ifTrue } from '../doubt.js';

/** Kinds of objects that a reaction holds in addition to the function that waits. */
const BEARING: ReadonlySet<string> = new Set(['class', 'record']);

/**
 * A promise in a collection is work in flight: reactions that hold no other objects are freed when it settles. A chain that a
 * few promises keep is not.
 */
export const inFlight = doubt({
  code: 'in-flight',
  means: 'Promises in a collection, with nothing but functions waiting for them: this may be work in flight.',
  of: [{ ground: 'grown', kinds: ['promise-pending'] }],
  turn: 'facts',
  find: (c: ClusterCase) =>
    ifTrue(c.isInCollection && !c.isChain && c.facts.groups.every(({ group }) => !BEARING.has(group.kind))),
  bears: () => 'suspect',
  says: () => 'The promises lie in a collection, and only functions wait for them: this may be work in flight.',
});
