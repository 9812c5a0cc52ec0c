import type { LedgerAudit, Pool } from '../../findings/report-schema.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { type PoolBooks, poolName } from './books/pool-books.js';

/** Least number of small pools of one kind that share a row: a pool for each request says little by itself. */
const MIN_ALIKE = 5;
/** Entries in each book up to which a pool is small. */
const MOST_ENTRIES = 2;
/** Leases and holders listed individually, as of a single pool. */
const MOST_LEASES = 20;
const MOST_HOLDERS = 10;

type Inventory = NonNullable<NonNullable<Pool['inventory']>[number]>;
type Lease = NonNullable<Pool['leases']>[number];

/** Groups small pools of one class with the same books; others stay alone. Each group stands where its first member stood. */
export function groupAlike<T>(pools: readonly T[], kindOf: (pool: T) => string | null): T[][] {
  const groups = new Map<unknown, T[]>();
  for (const pool of pools) {
    const key = kindOf(pool) ?? pool;
    groups.set(key, [...(groups.get(key) ?? []), pool]);
  }
  return [...groups.values()].flatMap((group) => (group.length < MIN_ALIKE ? group.map((pool) => [pool]) : [group]));
}

/** The key by which small pools share a row; null for a pool that is not small. */
export function kindOfBooks(graph: HeapGraph, pool: PoolBooks): string | null {
  if (pool.books.some(({ size }) => size > MOST_ENTRIES)) return null;
  return kindOf(poolName(graph, pool), pool.known?.pool == null ? undefined : pool.known.profile.name, pool.books);
}

/** The same of a pool as a report describes it. */
export function kindOfPool({ class: name, profile, ledgers }: Pool): string | null {
  if (ledgers.some(({ sizes }) => sizes.some((size) => size !== null && size > MOST_ENTRIES))) return null;
  return kindOf(name, profile, ledgers);
}

function kindOf(name: string, profile: string | undefined, books: readonly { field: string; role: string }[]): string {
  return JSON.stringify([name, profile, ...books.map(({ field, role }) => [field, role])]);
}

/**
 * One row for several pools: figures are sums, and everything else describes the first one.
 *
 * @param pools at least one; those that the last snapshot still has come first
 * @param checked how many of them were audited
 */
export function foldPools(pools: readonly Pool[], checked: number): Pool {
  const [first] = pools;
  if (pools.length === 1) return first;
  const snapshots = (first.inventory ?? []).map((_, index) =>
    pools.flatMap(({ inventory }) => inventory?.[index] ?? []),
  );
  const leases = pools.flatMap((pool) => pool.leases ?? []).sort(byAge);
  const omitted = pools.reduce((sum, pool) => sum + (pool.omittedLeases ?? 0), 0);
  const { lastSeen: _, takenAt: __, ...rest } = first;
  const taken = pools.flatMap(({ takenAt }) => takenAt ?? []);
  const last = Math.max(...pools.map(({ lastSeen }) => lastSeen ?? Number.POSITIVE_INFINITY));
  return {
    ...rest,
    ledgers: first.ledgers.map((ledger, at) => ({
      ...ledger,
      sizes: ledger.sizes.map((_size, index) => sumOf(pools.map(({ ledgers }) => ledgers[at]?.sizes[index] ?? null))),
    })),
    states: sumStates(pools),
    counters: [],
    alike: snapshots.map((present) => present.length),
    inventory: snapshots.map(sumInventory),
    ...(Number.isFinite(last) ? { lastSeen: last } : {}),
    heldBy: sumHolders(pools),
    ...(pools.some(({ takenAt }) => takenAt !== undefined) ? { takenAt: sumPlaces(taken) } : {}),
    leases: leases.slice(0, MOST_LEASES),
    omittedLeases: omitted + Math.max(0, leases.length - MOST_LEASES),
    audit: sumAudits(pools, checked),
  };
}

function byAge(a: Lease, b: Lease): number {
  return (b.age?.ms ?? -1) - (a.age?.ms ?? -1) || a.nodeId - b.nodeId;
}

/** Pools that did not exist count for nothing; null when none did. */
function sumOf(figures: readonly (number | null)[]): number | null {
  const known = figures.filter((figure) => figure !== null);
  return known.length === 0 ? null : known.reduce((sum, figure) => sum + figure, 0);
}

function sumInventory(present: readonly Inventory[]): Inventory | null {
  if (present.length === 0) return null;
  // If a figure of one of them is unknown, so is the sum.
  const sum = (of: 'size' | 'idle' | 'leased' | 'pending') =>
    present.some((row) => row[of] === null) ? null : sumOf(present.map((row) => row[of]));
  const [oldest] = present.flatMap(({ oldestLease }) => oldestLease ?? []).sort((a, b) => b.ms - a.ms);
  return {
    size: sum('size'),
    idle: sum('idle'),
    leased: sum('leased'),
    pending: sum('pending'),
    // Each has one of its own, so that their sum bounds nothing.
    maximum: null,
    dead: sumOf(present.map(({ dead }) => dead)),
    closed: present.some(({ closed }) => closed === null) ? null : present.every(({ closed }) => closed),
    oldestLease: oldest ?? null,
  };
}

function sumStates(pools: readonly Pool[]): Pool['states'] {
  const states = { idle: 0, leased: 0, live: 0, dead: 0, unknown: 0 };
  for (const pool of pools)
    for (const state of Object.keys(states) as (keyof typeof states)[]) states[state] += pool.states[state];
  return states;
}

function sumHolders(pools: readonly Pool[]): NonNullable<Pool['heldBy']> {
  const groups = new Map<string, NonNullable<Pool['heldBy']>[number]>();
  for (const { holder, leases, oldest } of pools.flatMap(({ heldBy }) => heldBy ?? [])) {
    const key = JSON.stringify(holder);
    const known = groups.get(key);
    const older = (known?.oldest?.ms ?? -1) >= (oldest?.ms ?? -1) ? known?.oldest : oldest;
    groups.set(key, { holder, leases: leases + (known?.leases ?? 0), oldest: older ?? null });
  }
  return [...groups]
    .sort(([keyA, a], [keyB, b]) => b.leases - a.leases || (keyA < keyB ? -1 : 1))
    .slice(0, MOST_HOLDERS)
    .map(([, group]) => group);
}

function sumPlaces(rows: NonNullable<Pool['takenAt']>): NonNullable<Pool['takenAt']> {
  const groups = new Map<string, NonNullable<Pool['takenAt']>[number]>();
  for (const row of rows) {
    const key = JSON.stringify([row.recorded, row.source, row.caller]);
    const known = groups.get(key);
    const older = (known?.oldest?.ms ?? -1) >= (row.oldest?.ms ?? -1) ? known?.oldest : row.oldest;
    groups.set(key, { ...row, leases: row.leases + (known?.leases ?? 0), oldest: older ?? null });
  }
  return [...groups.values()].sort((a, b) => Number(b.recorded) - Number(a.recorded) || b.leases - a.leases);
}

/** One line for each code: how many pools have it, and the sentence about the first of them. */
function sumAudits(pools: readonly Pool[], checked: number): LedgerAudit[] {
  const byCode = new Map<LedgerAudit['code'], LedgerAudit[]>();
  for (const line of pools.flatMap(({ audit }) => audit ?? []))
    byCode.set(line.code, [...(byCode.get(line.code) ?? []), line]);
  const of = checked < pools.length ? ` of the ${checked} that were checked` : '';
  return [...byCode.values()].map((lines) => ({
    ...lines[0],
    text: lines.length === 1 ? lines[0].text : `${lines.length} pools${of}, for example: ${lines[0].text}`,
    count: lines.reduce((sum, { count }) => sum + count, 0),
    severity: lines.some(({ severity }) => severity === 'warning') ? 'warning' : 'note',
  }));
}
