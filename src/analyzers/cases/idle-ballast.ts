import type { HeapGraph } from '../../graph/heap-graph.js';
import type { EdgeLabel } from '../labels/edge-label.js';
import { ownerNameOf } from '../labels/label-questions.js';
import type { HeapView } from '../objects/heap-view.js';
import { findSocket } from '../pools/audit/unheld.js';
import { type AuditedPool, isDeadUnit } from '../pools/books/units.js';
import { findKeptByIdle, forEachKept, type IdleRegion } from './idle-region.js';
import { isStanding, markConnected, weighTables } from './idle-standing.js';

/** Bytes below which what a resource keeps is none of those that count, */
const LEAST_EACH = 65_536;
/** or that are not worth a word on average, */
const LEAST_MEAN = 262_144;
/** or altogether. */
const LEAST_ALTOGETHER = 1_000_000;
/** Fewer resources than this show no pattern. */
const FEWEST = 3;
/** Share of the idle that must do so: else it is what these very ones were used for. */
const MOSTLY = 0.5;
/** What one field keeps must be so many times what the rest of the resource does. */
const TIMES_THE_REST = 3;
/** Share of it that must lie behind a reference further down for that one to be named instead. */
const NEARLY_ALL = 0.9;

/** What idle resources of some pools keep through one reference each. */
export interface IdleBallast {
  readonly label: EdgeLabel;
  readonly pool: AuditedPool;
  readonly className: string;
  /** Idle resources of these pools, whether they keep anything or not. */
  readonly idle: number;
  /** Bytes that the rest of these resources keeps. */
  readonly restBytes: number;
  readonly keepers: readonly Keeper[];
}

/** One idle resource and what it keeps. */
export interface Keeper {
  /** Ordinal. */
  readonly resource: number;
  /** Ordinal of what the reference leads to. */
  readonly kept: number;
  /** Ordinals from there down to the object that has it all. */
  readonly way: readonly number[];
  /** What the cut of that one reference frees. */
  readonly freedBytes: number;
  readonly broughtBytes: number;
  readonly restBytes: number;
}

/**
 * References through which idle resources keep much that nothing else does, where it looks like the outcome of work that
 * is over: no table to look things up in, no buffer or store that was made to be filled, no name or limit of a cache, nothing
 * that is connected, nothing that several share. It costs next to nothing where little hangs on idle resources,
 * else O(nodes + edges).
 */
export function findIdleBallast(view: HeapView, pools: readonly AuditedPool[]): IdleBallast[] {
  const units = listIdle(view, pools);
  if (units.length < FEWEST) return [];
  const region = findKeptByIdle(
    view,
    units.map(({ members }) => members),
    leastOf(units),
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
    if (place === null || isStanding(view, region, chain, labels)) continue;
    const { local, label } = place;
    const brought = region.brought[local];
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
    const brought = keepers.reduce((sum, { broughtBytes }) => sum + broughtBytes, 0);
    if (keepers.length < FEWEST || keepers.length < idle * MOSTLY) return [];
    if (brought < LEAST_ALTOGETHER || brought < LEAST_MEAN * keepers.length) return [];
    const [pool] = byPool.keys();
    const restBytes = keepers.reduce((sum, keeper) => sum + keeper.restBytes, 0);
    return [{ label, pool, className: view.graph.nodeName(keepers[0].resource), idle, restBytes, keepers }];
  });
}

/**
 * Bytes below which there is nothing to find: half of a pool's idle resources must keep so much on average, so some pool has
 * that for each of its own.
 */
function leastOf(units: readonly { readonly pool: AuditedPool }[]): number {
  const idle = new Map<AuditedPool, number>();
  for (const { pool } of units) idle.set(pool, (idle.get(pool) ?? 0) + 1);
  return Math.max(LEAST_ALTOGETHER, Math.min(...idle.values()) * MOSTLY * LEAST_MEAN);
}

/** Idle connections that live, each once: a pool around another books the same ones. */
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

/** What else is pooled, a worker or a parser, may be pooled for what it has. */
function isConnection(view: HeapView, members: readonly number[]): boolean {
  const { graph, roles } = view;
  return members.some(
    (node) => findSocket(view, node) !== -1 || (roles.of(node) === 'connection' && !roles.isWeak(graph.nodeName(node))),
  );
}

/** From a resource down to where what it keeps spreads out: each keeps nearly all of what the one before does. */
function findChain({ brought, heaviest }: IdleRegion, unit: number): number[] {
  const first = heaviest[unit];
  if (first === 0 || brought[first] < LEAST_EACH) return [];
  if (brought[first] < (brought[unit] - brought[first]) * TIMES_THE_REST) return [];
  const chain: number[] = [];
  for (let local = first; local !== 0 && brought[local] >= brought[first] * NEARLY_ALL; local = heaviest[local])
    chain.push(local);
  return chain;
}

/** By local number of a link of some chain: what the references to it are called, one label for each name. */
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

/** The last reference of the chain that is the resource's own, or else the first that is named at all. */
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
    // Held by two fields, it is freed by no single cut.
    return named.length === 1 && named[0].parts.length > 0 ? [{ local, label: named[0] }] : [];
  });
  return places.findLast(({ label }) => own.has(ownerNameOf(label))) ?? places[0] ?? null;
}
