import type { HeapView } from '../../objects/heap-view.js';
import { isExhausted } from '../audit/exhaustion.js';
import { isUnitWorking } from '../audit/unheld.js';
import { callResources, poolName, resourceName } from '../books/pool-books.js';
import type { AuditedPool } from '../books/units.js';
import type { PoolInventory } from '../figures.js';

/** Share of what is out that must be at work before a queue is called load. */
const MOSTLY = 0.5;

/** Why something waits: a pool that has nothing left to lend. */
export interface Waiting {
  /** `Pool`. */
  readonly pool: string;
  /** `4 pg clients`. */
  readonly out: string;
  /** Whether most of what is out works on something right now. */
  readonly isAtWork: boolean;
}

/** By ordinal of what a pool books as pending. */
export type WaitFacts = ReadonlyMap<number, Waiting>;

/** Checkouts that wait for a pool with nothing left to lend. O(books and what they list). */
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

/** How many of what a pool has lent work on something right now. */
export function countWorking(view: HeapView, audited: AuditedPool): number {
  const { leased, units } = audited.units;
  return [...leased].filter((unit) => isUnitWorking(view, audited, units[unit])).length;
}
