import type { PlaceCase } from '../../cases/place-case.js';
import { ifTrue, silence } from '../doubt.js';

/** Share of new entries that are new objects, from which the objects are the growth, and not the entries. */
const OBJECT_GROWTH_SHARE = 0.2;
/** Mean references to one target from which the same objects may have been added again and again. */
const MIN_REPEATS = 2;

/** Containers whose new entries are new objects are left to the analysis of those objects. */
export const ownObjects = silence({
  code: 'own-objects',
  means: 'The new entries are objects of their own: poolscope judges these instead.',
  of: ['place'],
  find: (c: PlaceCase) => {
    if (c.cause === 'text' || c.cause === 'integers') return null;
    const { contents, added, isCovered } = c;
    return ifTrue(
      contents.young > added * OBJECT_GROWTH_SHARE ||
        contents.targets.some(isCovered) ||
        (c.cause === 'repeated' && c.repeats < MIN_REPEATS),
    );
  },
  says: () => 'The new entries are objects of their own: poolscope judges these instead.',
});
