import type { PlaceCase } from '../../cases/place-case.js';
import { ifTrue, silence } from '../doubt.js';

export const covered = silence({
  code: 'covered',
  means: 'Another finding speaks of the collection, or of what it lists.',
  of: ['place'],
  find: (c: PlaceCase) => ifTrue(c.place.nodes.some(c.isCovered) || c.place.owners.some(c.isCovered)),
  says: () => 'Another finding speaks of the collection already.',
});
