import type { LeaseTrace } from '../../findings/lease-trace-schema.js';
import type { Pool } from '../../findings/report-schema.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import type { Profile } from '../../profiles/profile-schema.js';
import { describePath } from '../labels/retaining-path.js';
import { type CaptureTime, UNKNOWN_TIME } from '../objects/heap-clock.js';
import type { HeapView } from '../objects/heap-view.js';
import { foldPools, groupAlike, kindOfBooks, kindOfPool } from './alike-pools.js';
import { auditPools, type LedgerFacts } from './audit/audit-pools.js';
import { auditExhaustion } from './audit/exhaustion.js';
import { findPoolBooks } from './books/find-books.js';
import { inventoryIn, type PoolMeasures } from './books/history.js';
import { type PoolBooks, poolName, resourceName } from './books/pool-books.js';
import { type AuditedPool, countStates, groupUnits, wrapperUnits } from './books/pool-units.js';
import { type PoolInventory, takeInventory } from './figures.js';
import { describeGonePools } from './gone-pools.js';
import { type AbandonedLeases, findAbandonedLeases } from './leases/abandoned-leases.js';
import { type EarlierCapture, LeaseAges } from './leases/lease-ages.js';
import type { IdleFacts, LeaseFact, LeaseFacts } from './leases/lease-facts.js';
import { findLeaseHolders, type LeaseHolder, MOST_ASKED } from './leases/lease-holders.js';
import { LeaseOrigins } from './leases/lease-origins.js';
import { findOpenLeases, listLeases, type OpenLease } from './leases/open-leases.js';
import { collectWaiting, countWorking, type WaitFacts } from './leases/waiting.js';

/** Maximum number of rows for pools in the report, and of pools that are audited; the others are counted as a reached limit. */
export const MOST_POOLS = 20;

export interface PoolSearch {
  readonly pools: readonly Pool[];
  /** Rows that all pools of the series need; {@link pools} has the first {@link MOST_POOLS}. */
  readonly found: number;
  /** Number of open leases of the pool that has most. */
  readonly mostLeases: number;
  /** Audit results for single objects, for findings about them. */
  readonly facts: LedgerFacts;
  /** Leases that nothing can return any more, by pool. */
  readonly abandoned: readonly AbandonedLeases[];
  /** Facts about leased objects. */
  readonly leases: LeaseFacts;
  /** The pools that are still there, with their books. */
  readonly audited: readonly AuditedPool[];
  /** Facts about idle resources. */
  readonly idle: IdleFacts;
  /** Checkouts that wait for exhausted pools. */
  readonly waiting: WaitFacts;
}

/** When the snapshots of a series were taken. */
export interface CaptureTimes {
  readonly last: CaptureTime;
  readonly earlier: readonly EarlierCapture[];
}

/**
 * Finds every pool of the last snapshot with its books, leases, holders and inconsistencies, whether or not it leaks;
 * then the pools that only earlier snapshots contain. O(nodes + edges).
 *
 * @param earlier the pools' books in the earlier snapshots of the series
 */
export function findPools(
  view: HeapView,
  earlier: readonly PoolMeasures[],
  times: CaptureTimes = { last: UNKNOWN_TIME, earlier: [] },
  trace: LeaseTrace | null = null,
): PoolSearch {
  const { graph, tree, roles, known } = view;
  const found = findPoolBooks(graph, roles, known, (node) => tree.isReached(node)).sort(byInterest);
  const rows = groupAlike(found, (pool) => kindOfBooks(graph, pool));
  const shown = chooseAudited(rows.slice(0, MOST_POOLS)).map((pool) => ({ pool, units: groupUnits(graph, pool) }));
  const { audits, facts } = auditPools(view, shown, earlier);
  const ages = new LeaseAges(graph, known, times.last, times.earlier);
  const origins = new LeaseOrigins(view.sources, trace);
  const leases = shown.map((audited) => findOpenLeases(view, audited, ages, origins));
  const asked = leases.map((open) => open.slice(0, MOST_ASKED).map(({ unit }) => unit));
  const holders = findLeaseHolders(view, shown, asked);
  const gone = describeGonePools(
    earlier,
    times.earlier,
    found.map(({ node }) => graph.nodeIds[node]),
  );
  const inventories = shown.map((audited) => takeInventory(graph, audited, view.deaths, ages));
  const lent = shown.map((audited, index) => ({
    audited,
    inventory: inventories[index],
    open: leases[index],
    holders: holders[index],
  }));
  const describeShown = (index: number): Pool => {
    const audited = shown[index];
    const inventory = [...inventoryBefore(graph, audited, earlier, times.earlier), inventories[index]];
    const isRecorded = origins.records(audited.pool.known?.profile.name);
    const out = listLeases(view, leases[index], holders[index], isRecorded);
    const described = describePool(view, audited, earlier);
    const working = countWorking(view, audited);
    const exhaustion = auditExhaustion(audited.pool, described.resourceClass, inventory, out.heldBy, working);
    return { ...described, inventory, ...out, audit: [...exhaustion, ...audits[index]] };
  };
  const describeUnchecked = (pool: PoolBooks): Pool => {
    const audited = { pool, units: groupUnits(graph, pool) };
    const inventory = takeInventory(graph, audited, view.deaths, ages);
    const before = inventoryBefore(graph, audited, earlier, times.earlier);
    const out = { heldBy: [], leases: [], omittedLeases: findOpenLeases(view, audited, ages, origins).length };
    return { ...describePool(view, audited, earlier), inventory: [...before, inventory], ...out, audit: [] };
  };
  const indexOf = new Map(shown.map(({ pool }, index) => [pool, index]));
  const described = rows
    .slice(0, MOST_POOLS)
    .flat()
    .map((pool) => {
      const index = indexOf.get(pool);
      return index === undefined ? describeUnchecked(pool) : describeShown(index);
    });
  const checked = new Set(shown.map(({ pool }) => graph.nodeIds[pool.node]));
  const folded = groupAlike([...described, ...gone], kindOfPool).map((alike) =>
    foldPools(alike, alike.filter(({ nodeId }) => checked.has(nodeId)).length),
  );
  return {
    pools: folded.slice(0, MOST_POOLS),
    abandoned: findAbandonedLeases(view, lent, facts, ages, earlier, times.earlier),
    found: folded.length + Math.max(0, rows.length - MOST_POOLS),
    mostLeases: Math.max(0, ...leases.map((open) => open.length)),
    facts,
    leases: collectLeases(graph, shown, inventories, leases, holders),
    idle: collectIdle(graph, shown, inventories),
    waiting: collectWaiting(view, shown, inventories),
    audited: shown,
  };
}

/** One of each row, then others of those that share a row: what all of them are is known from a few. */
function chooseAudited(rows: readonly (readonly PoolBooks[])[]): PoolBooks[] {
  return [...rows.map(([first]) => first), ...rows.flatMap(([, ...others]) => others)].slice(0, MOST_POOLS);
}

/** The program's own pools before the agents and servers that every process has, full ones before empty ones. */
function byInterest(a: PoolBooks, b: PoolBooks): number {
  const isCore = ({ known }: PoolBooks) => [known?.profile.library?.package ?? []].flat().some(isCoreModule);
  const listed = ({ books }: PoolBooks) => books.reduce((sum, { size }) => sum + size, 0);
  return Number(isCore(a)) - Number(isCore(b)) || listed(b) - listed(a) || a.node - b.node;
}

function isCoreModule(name: string): boolean {
  return name.startsWith('node:');
}

/** By leased object, including its wrappers. */
function collectLeases(
  graph: HeapGraph,
  pools: readonly AuditedPool[],
  inventories: readonly PoolInventory[],
  open: readonly (readonly OpenLease[])[],
  holders: readonly ReadonlyMap<number, LeaseHolder | null>[],
): Map<number, LeaseFact> {
  const leases = new Map<number, LeaseFact>();
  for (const [index, { pool, units }] of pools.entries()) {
    const facts = new Map<number, LeaseFact>();
    for (const { unit, members, age, origin } of open[index]) {
      const holder = holders[index].get(unit);
      const fact = { inventory: inventories[index], holder, age, origin, words: wordsOf(pool) ?? null };
      facts.set(unit, fact);
      for (const node of members) leases.set(node, fact);
    }
    for (const [wrapper, unit] of wrapperUnits(graph, pool, units)) {
      const fact = facts.get(unit);
      if (fact !== undefined) leases.set(wrapper, fact);
    }
  }
  return leases;
}

/** Idle resources of pools within their maximum. A pool that exceeds its maximum, or has none, may grow without end. */
function collectIdle(
  graph: HeapGraph,
  pools: readonly AuditedPool[],
  inventories: readonly PoolInventory[],
): Map<number, number> {
  const idle = new Map<number, number>();
  for (const [index, { pool, units }] of pools.entries()) {
    const { size, maximum } = inventories[index];
    if (maximum === null || (size ?? units.units.length) > maximum) continue;
    for (const unit of units.idle) for (const node of units.units[unit]) idle.set(node, pool.node);
    for (const [wrapper, unit] of wrapperUnits(graph, pool, units))
      if (units.idle.has(unit)) idle.set(wrapper, pool.node);
  }
  return idle;
}

function wordsOf({ known }: PoolBooks): Profile['words'] {
  return known?.pool?.words ?? known?.profile.words;
}

function inventoryBefore(
  graph: HeapGraph,
  { pool }: AuditedPool,
  earlier: readonly PoolMeasures[],
  captures: readonly EarlierCapture[],
): (PoolInventory | null)[] {
  return earlier.map((measures, index) => {
    const measure = measures.get(graph.nodeIds[pool.node]);
    return measure === undefined ? null : inventoryIn(measure, index, captures);
  });
}

function describePool(view: HeapView, audited: AuditedPool, earlier: readonly PoolMeasures[]): Pool {
  const { graph, tree, sources, deaths } = view;
  const { pool, units } = audited;
  const id = graph.nodeIds[pool.node];
  const words = wordsOf(pool);
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
  };
}

/** Null where the pool did not exist; an empty book without a known role is not found there. */
function sizeIn(measures: PoolMeasures, pool: number, field: string): number | null {
  const measure = measures.get(pool);
  return measure === undefined ? null : (measure.sizes.get(field) ?? 0);
}
