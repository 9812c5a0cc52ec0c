import { containerKind } from '../../../graph/collection-entries.js';
import type { PlaceCase } from '../../cases/place-case.js';
import { doubt } from '../doubt.js';
import { SLOTS } from '../ground-groups.js';

/** Share of cleared slots from which the other entries are the exception. */
const NEARLY_ALL = 0.9;
/** Number of slots at which a queue that clears slots and compacts its array later has certainly compacted it. */
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
    // A queue in an array compacts it once enough of its front is empty. An object that gets ever new keys has no such front.
    return place.nodes.every((node) => containerKind(context.view.graph, node) === 'array') ? 'note' : 'suspect';
  },
  says: () => 'The slots are null: what was there has been taken out.',
});
