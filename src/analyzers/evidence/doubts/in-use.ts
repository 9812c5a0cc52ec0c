import type { ClusterCase } from '../../cases/cluster-case.js';
import { BARE_GROWTH_KINDS } from '../../cases/cluster-kind.js';
import { FEW_PER_ROUND, MOSTLY } from '../../cases/thresholds.js';
import { doubt } from '../doubt.js';
import { findChangedByAge } from '../finders/changed-entries.js';
import { countRenewed } from '../finders/young-parts.js';

/**
 * Entries that were made in earlier rounds and are still written to are a population in use, as clients that connect one after another
 * are, and perhaps too large. Leaked objects are left alone. Leaked connections may live on by a heartbeat, so these are not asked.
 */
export const inUse = doubt({
  code: 'in-use',
  means:
    'Most entries of earlier rounds were written to in the last round, or own something that was made in it: they are in use.',
  of: [{ ground: 'grown', kinds: BARE_GROWTH_KINDS }],
  turn: 'heap',
  least: 'suspect',
  find: (c: ClusterCase) => (c.isLent || c.isExpired ? null : (renewed(c) ?? changed(c))),
  bears: () => 'suspect',
  says: ({ how, old, used }) =>
    how === 'renewed'
      ? `${used} of ${old} that were made in earlier rounds own something that was made in the last round: they seem to be in use.`
      : `The fields of ${used} of ${old} that were made in earlier rounds have changed in the last round: they seem to be in use.`,
});

export interface Used {
  readonly how: 'renewed' | 'changed';
  readonly old: number;
  readonly used: number;
}

function renewed(c: ClusterCase): Used | null {
  const { view, population, series } = c.context;
  const found = countRenewed(view, population, c.facts.leading.nodes, series.length - 1);
  return isMost(found.renewed, found.old) ? { how: 'renewed', old: found.old, used: found.renewed } : null;
}

/** What is marked as done a while after it came changes once: so most of each age must have changed, the oldest ones too. */
function changed(c: ClusterCase): Used | null {
  const ages = findChangedByAge(c).filter(({ birth }) => birth > 0);
  if (ages.length < 2 || !ages.every((age) => isMost(age.changed, age.compared))) return null;
  const sum = (of: 'compared' | 'changed') => ages.reduce((total, age) => total + age[of], 0);
  return { how: 'changed', old: sum('compared'), used: sum('changed') };
}

function isMost(part: number, all: number): boolean {
  return all >= FEW_PER_ROUND && part >= all * MOSTLY;
}
