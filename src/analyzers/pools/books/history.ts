import type { Pool } from '../../../findings/report-schema.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';
import type { Profile } from '../../../profiles/profile-schema.js';
import { DeathIndex } from '../../objects/deaths.js';
import { type CaptureTime, UNKNOWN_TIME } from '../../objects/heap-clock.js';
import { ProfiledClasses } from '../../objects/profiled-classes.js';
import { RoleIndex } from '../../objects/roles.js';
import { type PoolInventory, takeInventory } from '../figures.js';
import { ageByNodeId, type EarlierCapture, LeaseAges } from '../leases/lease-ages.js';
import { findPoolBooks } from './find-books.js';
import { poolName, resourceName } from './pool-books.js';
import { type AuditedPool, groupUnits } from './pool-units.js';

/** The contents of one pool's books and counters in one snapshot. */
export interface PoolMeasure {
  readonly class: string;
  readonly resourceClass: string;
  readonly profile: Profile | null;
  readonly inventory: PoolInventory;
  /**
   * Node id of the oldest object made for one lease alone, or null. Whether ids can be compared is only known at the
   * end of the series.
   */
  readonly oldestBirthId: number | null;
  readonly ledgers: readonly Omit<Pool['ledgers'][number], 'sizes'>[];
  /** Entries by field. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Node ids of leased resources. */
  readonly leasedIds: ReadonlySet<number>;
  /** Values of numeric fields, where captured. */
  readonly counters: ReadonlyMap<string, number>;
}

/** By node id of the pool; kept of a snapshot's pools when its graph is dropped. */
export type PoolMeasures = ReadonlyMap<number, PoolMeasure>;

/**
 * O(nodes + edges).
 *
 * @param captured when the snapshot was taken
 */
export function measurePools(
  graph: HeapGraph,
  profiles: readonly Profile[],
  captured: CaptureTime = UNKNOWN_TIME,
): PoolMeasures {
  const known = new ProfiledClasses(graph, profiles);
  const pools = findPoolBooks(graph, new RoleIndex(graph, known), known, () => true, true).map((pool) => ({
    pool,
    units: groupUnits(graph, pool),
  }));
  const deaths = new DeathIndex(
    graph,
    known,
    pools.flatMap(({ units }) => units.units.flat()),
  );
  const ages = new LeaseAges(graph, known, captured);
  return new Map(
    pools.map((audited) => [
      graph.nodeIds[audited.pool.node],
      {
        class: poolName(graph, audited.pool),
        resourceClass: resourceName(graph, audited.units.units),
        profile: audited.pool.known?.profile ?? null,
        inventory: takeInventory(graph, audited, deaths, ages),
        oldestBirthId: oldestBirthId(audited, ages),
        ledgers: audited.pool.books.map(({ field, container, role }) => ({ field, container, role })),
        sizes: new Map(audited.pool.books.map((book) => [book.field, book.size] as const)),
        leasedIds: new Set(
          [...audited.units.leased].flatMap((unit) => audited.units.units[unit].map((node) => graph.nodeIds[node])),
        ),
        counters: new Map(audited.pool.counters.map(({ field, value }) => [field, value] as const)),
      },
    ]),
  );
}

function oldestBirthId({ units }: AuditedPool, ages: LeaseAges): number | null {
  let oldest: number | null = null;
  for (const unit of units.leased) {
    const id = ages.birthId(units.units[unit]);
    if (id !== null && (oldest === null || id < oldest)) oldest = id;
  }
  return oldest;
}

/** A pool's inventory in an earlier snapshot. The snapshots before that one bound the age of its oldest lease. */
export function inventoryIn(measure: PoolMeasure, index: number, captures: readonly EarlierCapture[]): PoolInventory {
  const { inventory, oldestBirthId: id } = measure;
  if (inventory.oldestLease !== null || id === null) return inventory;
  const capturedAtMs = captures[index]?.capturedAtMs ?? null;
  return { ...inventory, oldestLease: ageByNodeId(id, capturedAtMs, captures.slice(0, index)) };
}
