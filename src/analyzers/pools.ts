import type { Pool } from '../findings/report-schema.js';
import type { HeapView } from './heap-view.js';
import { auditPools, type LedgerFacts } from './ledger-audit.js';
import { findPoolBooks } from './ledger-audit-books.js';
import type { PoolMeasures } from './ledger-audit-history.js';
import { countStates, groupUnits, type PoolUnits } from './ledger-audit-units.js';
import type { PoolBooks } from './pool-books.js';
import { readFigures } from './pool-figures.js';
import { describePath } from './retaining-path.js';

/** Pools shown; a process with more has an application-level reason, and the rest is counted as a limit. */
export const MOST_POOLS = 20;

export interface PoolSearch {
  readonly pools: readonly Pool[];
  readonly found: number;
  /** What the audit says of single objects, for findings that speak of them. */
  readonly facts: LedgerFacts;
}

/**
 * Every pool of the last snapshot with its books and what does not add up in them, whether it leaks or not.
 * O(nodes + edges).
 *
 * @param earlier what the same pools' books said in the earlier snapshots of the series
 */
export function findPools(view: HeapView, earlier: readonly PoolMeasures[]): PoolSearch {
  const { graph, tree, roles, known } = view;
  const found = findPoolBooks(graph, roles, known, (node) => tree.isReached(node));
  const shown = found.slice(0, MOST_POOLS).map((pool) => ({ pool, units: groupUnits(graph, pool) }));
  const { audits, facts } = auditPools(view, shown, earlier);
  return {
    pools: shown.map(({ pool, units }, index) => ({
      ...describePool(view, pool, units, earlier),
      audit: [...audits[index]],
    })),
    found: found.length,
    facts,
  };
}

function describePool(
  { graph, tree, sources, deaths }: HeapView,
  pool: PoolBooks,
  units: PoolUnits,
  earlier: readonly PoolMeasures[],
): Pool {
  const id = graph.nodeIds[pool.node];
  const lent = units.units[0]?.[0];
  return {
    class:
      pool.scopeOf === null ? graph.nodeName(pool.node) : `scope of ${graph.nodeName(pool.scopeOf) || 'a function'}()`,
    nodeId: id,
    source: pool.scopeOf === null ? sources.ofClass(pool.node) : sources.ofFunction(pool.scopeOf),
    expression: describePath(graph, tree, pool.node).expression,
    resourceClass: lent === undefined ? '' : graph.nodeName(lent),
    ledgers: pool.books.map(({ field, container, role, size }) => ({
      field,
      container,
      role,
      sizes: [...earlier.map((measures) => sizeIn(measures, id, field)), size],
    })),
    states: countStates(units, deaths),
    counters: pool.counters.map((counter) => ({ ...counter })),
    ...(pool.known?.pool == null ? {} : { profile: pool.known.profile.name }),
    inventory: [...earlier.map((measures) => measures.get(id)?.figures ?? null), readFigures(graph, pool, units)],
  };
}

/** Null where the pool did not exist; a book without an entry and without a role of its own is not found there. */
function sizeIn(measures: PoolMeasures, pool: number, field: string): number | null {
  const measure = measures.get(pool);
  return measure === undefined ? null : (measure.sizes.get(field) ?? 0);
}
