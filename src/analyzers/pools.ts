import type { Pool } from '../findings/report-schema.js';
import type { HeapView } from './heap-view.js';
import { type EarlierCapture, LeaseAges } from './lease-ages.js';
import { findLeaseHolders, MOST_ASKED } from './lease-holders.js';
import { auditPools, type LedgerFacts } from './ledger-audit.js';
import { findPoolBooks } from './ledger-audit-books.js';
import { inventoryIn, type PoolMeasures } from './ledger-audit-history.js';
import { type AuditedPool, countStates, groupUnits } from './ledger-audit-units.js';
import { poolName, resourceName } from './pool-books.js';
import { takeInventory } from './pool-figures.js';
import { describeGonePools } from './pools-gone.js';
import { findOpenLeases, listLeases } from './pools-leases.js';
import { describePath } from './retaining-path.js';

/** Pools shown; a process with more has an application-level reason, and the rest is counted as a limit. */
export const MOST_POOLS = 20;

export interface PoolSearch {
  readonly pools: readonly Pool[];
  readonly found: number;
  /** Open leases of the pool that has most. */
  readonly leases: number;
  /** What the audit says of single objects, for findings that speak of them. */
  readonly facts: LedgerFacts;
}

/** When the snapshots of a series were taken: milliseconds of the epoch, or null where that is unknown. */
export interface CaptureTimes {
  readonly capturedAtMs: number | null;
  readonly earlier: readonly EarlierCapture[];
}

/**
 * Every pool of the last snapshot with its books, who has what it lent, and what does not add up, whether it leaks or
 * not; then the pools that only earlier snapshots show. O(nodes + edges).
 *
 * @param earlier what the same pools' books said in the earlier snapshots of the series
 */
export function findPools(
  view: HeapView,
  earlier: readonly PoolMeasures[],
  times: CaptureTimes = { capturedAtMs: null, earlier: [] },
): PoolSearch {
  const { graph, tree, roles, known } = view;
  const found = findPoolBooks(graph, roles, known, (node) => tree.isReached(node));
  const shown = found.slice(0, MOST_POOLS).map((pool) => ({ pool, units: groupUnits(graph, pool) }));
  const { audits, facts } = auditPools(view, shown, earlier);
  const ages = new LeaseAges(graph, known, times.capturedAtMs, times.earlier);
  const leases = shown.map((audited) => findOpenLeases(view, audited, ages));
  const asked = leases.map((open) => open.slice(0, MOST_ASKED).map(({ unit }) => unit));
  const holders = findLeaseHolders(view, shown, asked);
  const gone = describeGonePools(
    earlier,
    times.earlier,
    found.map(({ node }) => graph.nodeIds[node]),
  );
  return {
    pools: [
      ...shown.map((audited, index) => ({
        ...describePool(view, audited, { measures: earlier, captures: times.earlier }, ages),
        ...listLeases(view, leases[index], holders[index]),
        audit: [...audits[index]],
      })),
      ...gone.slice(0, MOST_POOLS - shown.length),
    ],
    found: found.length + gone.length,
    leases: Math.max(0, ...leases.map((open) => open.length)),
    facts,
  };
}

function describePool(
  view: HeapView,
  audited: AuditedPool,
  { measures: earlier, captures }: { measures: readonly PoolMeasures[]; captures: readonly EarlierCapture[] },
  ages: LeaseAges,
): Pool {
  const { graph, tree, sources, deaths } = view;
  const { pool, units } = audited;
  const id = graph.nodeIds[pool.node];
  const words = pool.known?.pool?.words ?? pool.known?.profile.words;
  return {
    class: poolName(graph, pool),
    nodeId: id,
    source: pool.scopeOf === null ? sources.ofClass(pool.node) : sources.ofFunction(pool.scopeOf),
    expression: describePath(graph, tree, pool.node).expression,
    resourceClass: resourceName(graph, units.units),
    ledgers: pool.books.map(({ field, container, role, size }) => ({
      field,
      container,
      role,
      sizes: [...earlier.map((measures) => sizeIn(measures, id, field)), size],
    })),
    states: countStates(units, deaths),
    counters: pool.counters.map((counter) => ({ ...counter })),
    ...(pool.known?.pool == null ? {} : { profile: pool.known.profile.name }),
    ...(words === undefined ? {} : { words }),
    inventory: [
      ...earlier.map((measures, index) => {
        const measure = measures.get(id);
        return measure === undefined ? null : inventoryIn(measure, index, captures);
      }),
      takeInventory(graph, audited, deaths, ages),
    ],
  };
}

/** Null where the pool did not exist; a book without an entry and without a role of its own is not found there. */
function sizeIn(measures: PoolMeasures, pool: number, field: string): number | null {
  const measure = measures.get(pool);
  return measure === undefined ? null : (measure.sizes.get(field) ?? 0);
}
