import type { ClusterCase } from '../../cases/cluster-case.js';
import { BARE_GROWTH_KINDS } from '../../cases/cluster-kind.js';
import { FEW_PER_ROUND, MOSTLY } from '../../cases/thresholds.js';
import { doubt } from '../doubt.js';
import { countRenewed } from '../finders/young-parts.js';

/**
 * Entries that were made in earlier rounds and are still written to are a population in use, as clients that connect one after another
 * are, and perhaps too large. Leaked objects are left alone. Leaked connections may live on by a heartbeat, so these are not asked.
 */
export const inUse = doubt({
  code: 'in-use',
  means: 'Most entries of earlier rounds own something that was made in the last round: they are in use.',
  of: [{ ground: 'grown', kinds: BARE_GROWTH_KINDS }],
  turn: 'heap',
  least: 'suspect',
  find: (c: ClusterCase) => {
    const { view, population, series } = c.context;
    if (c.rounds < 2 || c.isLent || c.isExpired) return null;
    const found = countRenewed(view, population, c.facts.leading.nodes, series.length - 1);
    return found.old >= FEW_PER_ROUND && found.renewed >= found.old * MOSTLY ? found : null;
  },
  bears: () => 'suspect',
  says: ({ old, renewed }) =>
    `${renewed} of ${old} that were made in earlier rounds own something that was made in the last round: they seem to be in use.`,
});
