import type { HeapView } from '../../objects/heap-view.js';
import { isExhausted } from '../audit/exhaustion.js';
import { isUnitWorking } from '../audit/leases-without-holder.js';
import { callResources, poolName, resourceName } from '../books/pool-books.js';
import type { AuditedPool } from '../books/pool-units.js';
import type { PoolInventory } from '../figures.js';

/** Share of leased resources that must be working for a queue to count as load. */
const MOSTLY = 0.5;

/** Why a checkout waits: the exhausted pool. */
export interface Waiting {
  /** `Pool`. */
  readonly pool: string;
  /** `4 pg clients`. */
  readonly out: string;
  /** Whether most leased resources are working. */
  readonly isAtWork: boolean;
}

/** By ordinal of each pending checkout. */
export type WaitFacts = ReadonlyMap<number, Waiting>;

/** Collects the checkouts that wait for exhausted pools. O(books and what they list). */
export function collectWaiting(
  view: HeapView,
  pools: readonly AuditedPool[],
  inventories: readonly PoolInventory[],
): WaitFacts {
  const waiting = new Map<number, Waiting>();
  for (const [index, audited] of pools.entries()) {
    if (!isExhausted(inventories[index])) continue;
    const { pool, units } = audited;
    const out = units.leased.size;
    const why = {
      pool: poolName(view.graph, pool),
      out: callResources(pool, inventories[index].leased ?? out, resourceName(view.graph, units.units)),
      isAtWork: out > 0 && countWorking(view, audited) >= out * MOSTLY,
    };
    for (const { role, resources, others } of pool.books)
      if (role === 'pending') for (const node of [...resources, ...others]) waiting.set(node, why);
  }
  return waiting;
}

/** Number of a pool's leased resources that are working. */
export function countWorking(view: HeapView, audited: AuditedPool): number {
  const { leased, units } = audited.units;
  return [...leased].filter((unit) => isUnitWorking(view, audited, units[unit])).length;
}
