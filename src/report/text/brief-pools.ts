import type { Pool, Report } from '../../findings/report-schema.js';
import { formatCount, plural } from '../units.js';
import { type Layout, layRow } from './layout.js';
import { layHeldBy, layTakenAt, nameOf } from './pools.js';

/** Pools shown. */
const MOST_POOLS = 2;

/**
 * The pools that are in trouble: warnings of the audit, callers that wait, leases that pile up; and those whose leases were recorded. Of each so many holders and
 * warnings.
 */
export function layBriefPools(layout: Layout, { pools }: Report, mostRows: number): string[] {
  const troubled = pools.filter(isTroubled);
  const hidden = troubled.length - MOST_POOLS;
  return [
    ...troubled.slice(0, MOST_POOLS).flatMap((pool) => layBriefPool(layout, pool, mostRows)),
    ...(hidden > 0 ? layRow(layout, '', `and ${plural(hidden, 'other pool')} in trouble`) : []),
  ];
}

function layBriefPool(layout: Layout, pool: Pool, mostRows: number): string[] {
  const warnings = (pool.audit ?? []).filter(({ severity }) => severity === 'warning');
  return [
    ...layRow(layout, 'pool', [nameOf(pool, false), ...figuresOf(pool)].join(', '), { hanging: 2 }),
    ...layHeldBy(layout, { ...pool, heldBy: (pool.heldBy ?? []).slice(0, mostRows) }),
    ...layTakenAt(layout, { ...pool, takenAt: (pool.takenAt ?? []).slice(0, mostRows) }),
    ...warnings.slice(0, mostRows).flatMap(({ text }) => layRow(layout, '', `! ${text}`, { hanging: 2 })),
  ];
}

function isTroubled({ audit = [], inventory = [], takenAt = [] }: Pool): boolean {
  // Who asks for it wants to see it.
  if (takenAt.length > 0) return true;
  if (audit.some(({ severity }) => severity === 'warning')) return true;
  const rows = inventory.filter((row) => row !== null);
  const last = rows.at(-1);
  if (last === undefined) return false;
  if ((last.pending ?? 0) > 0 || (last.dead ?? 0) > 0) return true;
  const leased = rows.map((row) => row.leased ?? 0);
  return leased.length > 2 && leased.every((count, index) => index === 0 || count > (leased[index - 1] ?? 0));
}

/** What the last snapshot says: `15 of 32 leased`, `2 waiting`. */
function figuresOf({ inventory = [] }: Pool): string[] {
  const last = inventory.at(-1) ?? null;
  if (last === null) return [];
  const { leased, maximum, pending, dead } = last;
  return [
    ...(leased === null
      ? []
      : [`${formatCount(leased)}${maximum === null ? '' : ` of ${formatCount(maximum)}`} leased`]),
    ...((pending ?? 0) > 0 ? [`${formatCount(pending ?? 0)} waiting`] : []),
    ...((dead ?? 0) > 0 ? [`${formatCount(dead ?? 0)} dead`] : []),
  ];
}
