import { speaksOfListeners } from '../../../profiles/vocabulary.js';
import { NodeType } from '../../../snapshot/kinds.js';
import type { PlaceCase } from '../../cases/place-case.js';
import { ownerSource } from '../../cases/places.js';
import { ownerNameOf, partNamesOf } from '../../labels/label-questions.js';
import { ifTrue, silence } from '../doubt.js';

/** Tables of Node.js itself, such as modules, handles and options. Listeners that the program adds there do not count as Node's. */
export const corePlace = silence({
  code: 'core-place',
  means: 'The table is one of Node.js itself: modules, handles, options.',
  of: ['place'],
  find: (c: PlaceCase) => ifTrue(isCorePlace(c)),
  says: () => 'The table is one of Node.js itself.',
});

function isCorePlace({ context: { view }, place }: PlaceCase): boolean {
  const { label } = place;
  const { ownerNode } = label;
  const type = ownerNode < 0 ? NodeType.synthetic : view.graph.nodeType(ownerNode);
  if (type !== NodeType.object && type !== NodeType.closure) return true;
  if (ownerNameOf(label) === 'process') return true;
  if (partNamesOf(label).some(speaksOfListeners)) return false;
  return ownerSource(view, place)?.file.startsWith('node:') === true;
}
