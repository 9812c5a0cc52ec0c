import type { ClusterCase } from '../../cases/cluster-case.js';
import { doubt } from '../doubt.js';
import { isPastLimit } from '../finders/growth-place.js';
import { findKeyedByLiving } from '../finders/living-keys.js';
import { GROWTH } from '../ground-groups.js';

/** Entries that belong to open connections grow in number with these connections. */
export const keyedByLiving = doubt({
  code: 'keyed-by-living',
  means: 'The keys of the entries belong to open connections: the entries may be removed when those connections close.',
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
    return `Their ${what} also held by ${field} of open connections: they may be removed when those close.`;
  },
});
