import type { PlaceCase } from '../../cases/place-case.js';
import { ifTrue, silence } from '../doubt.js';

export const covered = silence({
  code: 'covered',
  means: 'Another finding covers the collection or its entries.',
  of: ['place'],
  find: (c: PlaceCase) => ifTrue(c.place.nodes.some(c.isCovered) || c.place.owners.some(c.isCovered)),
  says: () => 'Another finding covers the collection already.',
});
