import type { Pool } from '../../findings/report-schema.js';
import { inventoryIn, type PoolMeasure, type PoolMeasures } from './books/history.js';
import type { PoolInventory } from './figures.js';
import type { EarlierCapture } from './leases/lease-ages.js';

/**
 * Pools that earlier snapshots of the series show and the last one does not, in the order in which they were seen.
 * Pools that were always empty are left out unless a profile knows them: a class may be called `Pool` and lend nothing.
 *
 * @param present node ids of the pools of the last snapshot
 */
export function describeGonePools(
  earlier: readonly PoolMeasures[],
  captures: readonly EarlierCapture[],
  present: readonly number[],
): Pool[] {
  const known = new Set(present);
  const pools: Pool[] = [];
  for (const measures of earlier)
    for (const id of measures.keys()) {
      if (known.has(id)) continue;
      known.add(id);
      const history = earlier.map((other) => other.get(id) ?? null);
      if (history.some((measure) => measure !== null && isWorthALine(measure)))
        pools.push(describeGone(id, history, captures));
    }
  return pools;
}

function isWorthALine({ profile, inventory }: PoolMeasure): boolean {
  return profile?.library !== undefined || holdsSomething(inventory);
}

function holdsSomething({ size, idle, leased }: PoolInventory): boolean {
  return [size, idle, leased].some((figure) => figure !== null && figure > 0);
}

function describeGone(
  nodeId: number,
  history: readonly (PoolMeasure | null)[],
  captures: readonly EarlierCapture[],
): Pool {
  const lastSeen = history.findLastIndex((measure) => measure !== null);
  const last = history[lastSeen];
  if (last === null) throw new RangeError(`expected pool @${nodeId} in one of the snapshots`);
  const resourceClass = history.map((measure) => measure?.resourceClass ?? '').find((name) => name !== '') ?? '';
  return {
    class: last.class,
    nodeId,
    source: null,
    expression: null,
    resourceClass,
    ledgers: last.ledgers.map((ledger) => ({
      ...ledger,
      sizes: [...history.map((measure) => measure?.sizes.get(ledger.field) ?? null), null],
    })),
    states: { idle: 0, leased: 0, live: 0, dead: 0, unknown: 0 },
    counters: [],
    ...(last.profile === null ? {} : { profile: last.profile.name }),
    ...(last.profile?.words === undefined ? {} : { words: last.profile.words }),
    inventory: [
      ...history.map((measure, index) => (measure === null ? null : inventoryIn(measure, index, captures))),
      null,
    ],
    lastSeen,
    audit: [],
  };
}
