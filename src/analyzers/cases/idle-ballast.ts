import type { HeapGraph } from '../../graph/heap-graph.js';
import type { EdgeLabel } from '../labels/edge-label.js';
import { ownerNameOf } from '../labels/label-questions.js';
import type { HeapView } from '../objects/heap-view.js';
import { findSocket } from '../pools/audit/leases-without-holder.js';
import { type AuditedPool, isDeadUnit } from '../pools/books/pool-units.js';
import { findKeptByIdle, forEachKept, type IdleRegion } from './idle-region.js';
import { isPermanentState, markConnected, weighTables } from './permanent-state.js';

/** Least bytes that a resource must keep through the reference to be counted. */
const LEAST_EACH = 65_536;
/** Least mean of the bytes of those that are counted. */
const LEAST_MEAN = 262_144;
/** Least total of these bytes. */
const LEAST_ALTOGETHER = 1_000_000;
/** Least number of such resources: fewer show no pattern. */
const FEWEST = 3;
/** Share of the idle resources that must keep so much; fewer only show what these few were used for. */
const MOSTLY = 0.5;
/** Least ratio of the bytes kept by one field to those kept by the rest of the resource. */
const TIMES_THE_REST = 3;
/** Share of these bytes that must lie behind a deeper reference for the report to name that reference instead. */
const NEARLY_ALL = 0.9;

/** Data that idle resources of some pools keep, each through the same field. */
export interface IdleBallast {
  readonly label: EdgeLabel;
  readonly pool: AuditedPool;
  readonly className: string;
  /** Number of idle resources of these pools, whether they keep such data or not. */
  readonly idle: number;
  /** Bytes that these resources keep by other references. */
  readonly restBytes: number;
  readonly keepers: readonly Keeper[];
}

/** One idle resource and what it keeps. */
export interface Keeper {
  /** Ordinal. */
  readonly resource: number;
  /** Ordinal of what the reference leads to. */
  readonly kept: number;
  /** Ordinals from `kept` down to the object that retains nearly all of the bytes. */
  readonly way: readonly number[];
  /** Bytes freed by cutting that one reference. */
  readonly freedBytes: number;
  readonly resultBytes: number;
  readonly restBytes: number;
}

/**
 * Finds references through which idle resources alone keep large results of finished work. Lookup tables, preallocated
 * buffers and stores, caches (by name or limit), connected objects and shared objects do not count. Costs almost
 * nothing when idle resources keep little, else O(nodes + edges).
 */
export function findIdleBallast(view: HeapView, pools: readonly AuditedPool[]): IdleBallast[] {
  const units = listIdle(view, pools);
  if (units.length < FEWEST) return [];
  const region = findKeptByIdle(
    view,
    units.map(({ members }) => members),
    minimumKeptBytes(units),
  );
  if (region === null) return [];
  const chains = units.map((_, index) => findChain(region, index + 1));
  if (chains.every((chain) => chain.length === 0)) return [];
  const labels = labelChains(view, region, chains);
  const tables = weighTables(view.graph, region);
  const connected = markConnected(view, region);
  const found = new Map<string, { label: EdgeLabel; keepers: Map<AuditedPool, Keeper[]> }>();
  for (const [index, { pool, members }] of units.entries()) {
    const chain = chains[index];
    const place = choosePlace(view.graph, region, index, chain, labels);
    if (place === null || isPermanentState(view, region, chain, labels)) continue;
    const { local, label } = place;
    const brought = region.resultBytes[local];
    if (connected[chain[0]] !== 0 || tables[local] * 2 > brought) continue;
    const key = `${view.graph.nodeName(members[0])} ${label.text}`;
    const group = found.get(key) ?? { label, keepers: new Map() };
    found.set(key, group);
    const keeper = {
      resource: members[0],
      kept: region.nodes[local],
      way: chain.slice(chain.indexOf(local)).map((link) => region.nodes[link]),
      freedBytes: region.retained[local],
      broughtBytes: brought,
      restBytes: region.retained[index + 1] - region.retained[local],
    };
    group.keepers.set(pool, [...(group.keepers.get(pool) ?? []), keeper]);
  }
  return [...found.values()].flatMap(({ label, keepers: byPool }) => {
    const keepers = [...byPool.values()]
      .flat()
      .sort((a, b) => view.graph.nodeIds[a.resource] - view.graph.nodeIds[b.resource]);
    const idle = units.filter(({ pool }) => byPool.has(pool)).length;
    const brought = keepers.reduce((sum, { resultBytes: broughtBytes }) => sum + broughtBytes, 0);
    if (keepers.length < FEWEST || keepers.length < idle * MOSTLY) return [];
    if (brought < LEAST_ALTOGETHER || brought < LEAST_MEAN * keepers.length) return [];
    const [pool] = byPool.keys();
    const restBytes = keepers.reduce((sum, keeper) => sum + keeper.restBytes, 0);
    return [{ label, pool, className: view.graph.nodeName(keepers[0].resource), idle, restBytes, keepers }];
  });
}

/**
 * Bytes below which nothing can be found: half of a pool's idle resources must keep the least mean, so the smallest
 * pool sets the bound.
 */
function minimumKeptBytes(units: readonly { readonly pool: AuditedPool }[]): number {
  const idle = new Map<AuditedPool, number>();
  for (const { pool } of units) idle.set(pool, (idle.get(pool) ?? 0) + 1);
  return Math.max(LEAST_ALTOGETHER, Math.min(...idle.values()) * MOSTLY * LEAST_MEAN);
}

/** Living idle connections, each once: a pool that wraps another one books the same connections. */
function listIdle(view: HeapView, pools: readonly AuditedPool[]): { pool: AuditedPool; members: readonly number[] }[] {
  const seen = new Set<number>();
  return pools.flatMap((pool) =>
    [...pool.units.idle].flatMap((unit) => {
      const members = pool.units.units[unit];
      if (members.some((node) => seen.has(node)) || isDeadUnit(view.deaths, members) || !isConnection(view, members))
        return [];
      for (const node of members) seen.add(node);
      return [{ pool, members }];
    }),
  );
}

/** Whether a resource is a connection: workers or parsers may be pooled because of what they keep. */
function isConnection(view: HeapView, members: readonly number[]): boolean {
  const { graph, roles } = view;
  return members.some(
    (node) => findSocket(view, node) !== -1 || (roles.of(node) === 'connection' && !roles.isWeak(graph.nodeName(node))),
  );
}

/** The chain from a resource down, in which each node retains nearly all bytes of the one before. */
function findChain({ resultBytes: brought, heaviest }: IdleRegion, unit: number): number[] {
  const first = heaviest[unit];
  if (first === 0 || brought[first] < LEAST_EACH) return [];
  if (brought[first] < (brought[unit] - brought[first]) * TIMES_THE_REST) return [];
  const chain: number[] = [];
  for (let local = first; local !== 0 && brought[local] >= brought[first] * NEARLY_ALL; local = heaviest[local])
    chain.push(local);
  return chain;
}

/** By local number of each chain node: the labels of the references to it, one per name. */
function labelChains(
  { graph, labels }: HeapView,
  region: IdleRegion,
  chains: readonly (readonly number[])[],
): Map<number, EdgeLabel[]> {
  const named = new Map<number, EdgeLabel[]>();
  const localOf = new Map<number, number>();
  for (const local of chains.flat()) {
    named.set(local, []);
    localOf.set(region.nodes[local], local);
  }
  const look = (source: number) =>
    forEachKept(graph, source, (target, edge) => {
      const local = localOf.get(target);
      const known = local === undefined ? undefined : named.get(local);
      if (known === undefined) return;
      const label = labels.label(edge, source);
      if (!known.some(({ text }) => text === label.text)) known.push(label);
    });
  for (const node of region.bodies.flat()) look(node);
  for (const node of region.nodes) if (node !== -1) look(node);
  return named;
}

/** The last reference of the chain that belongs to the resource itself, or else the first that has a name. */
function choosePlace(
  graph: HeapGraph,
  { bodies }: IdleRegion,
  unit: number,
  chain: readonly number[],
  labels: ReadonlyMap<number, readonly EdgeLabel[]>,
): { local: number; label: EdgeLabel } | null {
  const own = new Set(bodies[unit].map((node) => graph.nodeName(node)));
  const places = chain.flatMap((local) => {
    const named = labels.get(local) ?? [];
    // If two fields hold it, no single cut frees it.
    return named.length === 1 && named[0].parts.length > 0 ? [{ local, label: named[0] }] : [];
  });
  return places.findLast(({ label }) => own.has(ownerNameOf(label))) ?? places[0] ?? null;
}
