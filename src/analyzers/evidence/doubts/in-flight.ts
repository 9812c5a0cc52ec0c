import type { ClusterCase } from '../../cases/cluster-case.js';
import { doubt, ifTrue } from '../doubt.js';

/** Kinds of objects that make a reaction more than a function that waits. */
const BEARING: ReadonlySet<string> = new Set(['class', 'record']);

/**
 * A promise in a collection is work in flight: reactions that hold nothing are gone when it is done. A chain that hangs on
 * a few of them is not.
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
