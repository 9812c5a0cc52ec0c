import type { PlaceCase } from '../../cases/place-case.js';
import { ifTrue, silence } from '../doubt.js';

/** So large a share of the new entries being new objects, and the objects are the growth, not the slots. */
const OBJECT_GROWTH_SHARE = 0.2;
/** So many references to one target, on average, and the same objects may be entered again and again. */
const MIN_REPEATS = 2;

/** Containers whose new entries are new objects are left to the analysis of those objects. */
export const ownObjects = silence({
  code: 'own-objects',
  means: 'The entries are objects of their own: these are judged for themselves.',
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
  says: () => 'The entries are objects of their own: these are judged for themselves.',
});
