import { containerKind } from '../../../graph/containers.js';
import type { PlaceCase } from '../../cases/place-case.js';
import { doubt } from '../doubt.js';
import { SLOTS } from '../ground-groups.js';

/** A share that makes the rest an exception. */
const NEARLY_ALL = 0.9;
/** Queues that clear slots and compact later do so long before they have this many. */
const LAZY_QUEUE_SLOTS = 1024;

export const clearedSlots = doubt({
  code: 'cleared-slots',
  means: 'The slots are null: what was there has been taken out.',
  of: SLOTS,
  turn: 'facts',
  find: ({ contents, entries }: PlaceCase) =>
    contents.cleared >= contents.values * NEARLY_ALL && contents.values >= entries * NEARLY_ALL ? entries : null,
  bears: (entries, { place, context }) => {
    if (entries > place.nodes.length * LAZY_QUEUE_SLOTS) return 'leak';
    // A queue over an array moves up when enough of it is empty. An object with ever new keys has no front to move up from.
    return place.nodes.every((node) => containerKind(context.view.graph, node) === 'array') ? 'note' : 'suspect';
  },
  says: () => 'The slots are null: what was there has been taken out.',
});
