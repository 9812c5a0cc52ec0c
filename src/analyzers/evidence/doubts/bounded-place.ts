import { speaksOfBounds, splitWords } from '../../../profiles/vocabulary.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import { BARE_GROWTH_KINDS } from '../../cases/cluster-kind.js';
import type { PlaceCase } from '../../cases/place-case.js';
import { NO_HISTORY } from '../../cases/thresholds.js';
import { allNamesOf } from '../../labels/label-questions.js';
import { doubt, ifTrue } from '../doubt.js';
import { isPastLimit } from '../finders/growth-place.js';

const code = 'bounded-place';
const means =
  'The place is named like something that keeps a bounded number of entries. A name does not prove a bound.';

/** Words of bounded places that say nothing about the length of a single string. */
const TEXT_PLACES = new Set(['log', 'logs', 'trace', 'traces', 'history', 'registry']);

/**
 * A name such as `cache` promises a bound. Steady growth there is still worth a look, except in Node's own caches, and so is
 * one that has more entries than a number beside it allows: nothing but the name is left that bounds it.
 */
export const boundedPlace = doubt({
  code,
  means,
  of: [{ ground: 'grown', kinds: BARE_GROWTH_KINDS }],
  turn: 'last',
  // Entries that are kept after they expired show that the name promises too much.
  find: (c: ClusterCase) => ifTrue(c.isBoundedPlace && !c.isChainInField && !c.isExpired),
  bears: (_, c, { soFar }) => ((soFar === 'leak' && !c.isCorePlace) || isPastLimit(c) ? 'suspect' : 'note'),
  says: (_, c) => says(c),
});

/** A single snapshot does not show whether a place with such a name grows. */
export const boundedPlaceOfOne = doubt({
  code,
  means,
  of: ['one-snapshot'],
  turn: 'facts',
  find: (c: ClusterCase) => ifTrue(c.isBoundedPlace && c.facts.leading.dead < NO_HISTORY),
  bears: (_, c) => (isPastLimit(c) ? 'suspect' : 'note'),
  says: (_, c) => says(c),
});

export const boundedPlaceOfValues = doubt({
  code,
  means,
  of: ['repeated', 'values', 'integers', 'text'],
  turn: 'facts',
  find: ({ label, cause }: PlaceCase) => {
    const words = allNamesOf(label).flatMap(splitWords);
    return ifTrue(words.some((word) => speaksOfBounds(word) && !(cause === 'text' && TEXT_PLACES.has(word))));
  },
  bears: (_, c) => (isPastLimit(c) ? 'suspect' : 'note'),
  says: (_, c) => says(c),
});

function says({ label }: ClusterCase | PlaceCase): string {
  return `${label.text} is named like something that keeps a bounded number of entries.`;
}
