import type { ClusterCase } from '../../cases/cluster-case.js';
import { doubt } from '../doubt.js';
import { isPastLimit } from '../finders/growth-place.js';
import { findKeyedByLiving } from '../finders/living-keys.js';
import { GROWTH } from '../ground-groups.js';

/** Entries that belong to open connections grow in number with these connections. */
export const keyedByLiving = doubt({
  code: 'keyed-by-living',
  means: 'The entries are named by connections that are open: they go when these do.',
  of: GROWTH,
  turn: 'heap',
  least: 'note',
  find: (c: ClusterCase) => {
    const [fullest] = c.containers;
    if (fullest === undefined || !c.restsOnGrowth || c.isLent || isPastLimit(c)) return null;
    const { view, population } = c.context;
    return findKeyedByLiving(view, fullest.container, fullest.targets, population.birth);
  },
  bears: ({ verdict }) => verdict,
  says: ({ by, field }) => {
    const what = by === null ? 'keys are' : `\`${by}\` is`;
    return `Their ${what} what ${field} of connections that are open refers to: they go when these do.`;
  },
});
