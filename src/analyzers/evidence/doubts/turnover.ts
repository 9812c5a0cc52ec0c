import { containerKind } from '../../../graph/collection-entries.js';
import type { PlaceCase } from '../../cases/place-case.js';
import { doubt } from '../doubt.js';
import { countKeys } from '../finders/key-turnover.js';
import { SLOTS } from '../ground-groups.js';

/** Greatest share of the entries of one snapshot that the next one still has where entries come and go. A leak keeps nearly all. */
const MOST_KEPT = 0.05;
/** Least share of the entries whose keys must be visible. */
const VISIBLE_SHARE = 0.9;

/** A table that has other keys after each round is in use: it grows with the load, and what was there before is gone. */
export const turnover = doubt({
  code: 'turnover',
  means: 'Nearly all entries of the snapshot before are gone: the table grows, but none of its entries stays.',
  of: SLOTS,
  turn: 'heap',
  least: 'note',
  find: ({ context: { view, series }, entries, place: { nodes, sizes, kept } }: PlaceCase) => {
    // The keys of an object are the same strings in its copy; a Map that was made again may have its keys from elsewhere.
    if (!kept && nodes.some((node) => containerKind(view.graph, node) !== 'object')) return null;
    const found = countKeys(view.graph, nodes, series[series.length - 2].ids);
    if (found === null || found.keys < entries * VISIBLE_SHARE) return null;
    const before = sizes[sizes.length - 2];
    return found.kept <= before * MOST_KEPT ? { before, kept: found.kept } : null;
  },
  bears: () => 'note',
  says: ({ before, kept }) =>
    `${kept === 0 ? 'None' : `Only ${kept}`} of the ${before} entries of the snapshot before ${kept === 1 ? 'is' : 'are'} still there: entries come and go.`,
});
