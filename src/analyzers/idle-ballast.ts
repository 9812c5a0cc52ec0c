import { containerKind } from '../graph/containers.js';
import type { HeapGraph } from '../graph/heap-graph.js';
import { speaksOfLimit, speaksOfStanding } from '../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../snapshot/kinds.js';
import type { EdgeLabel } from './edge-labels.js';
import type { HeapView } from './heap-view.js';
import { findKeptByIdle, forEachKept, type IdleRegion } from './idle-region.js';
import { findSocket } from './ledger-audit-holders.js';
import { type AuditedPool, isDeadUnit } from './ledger-audit-units.js';

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
/** A record with more fields is a table of something. */
const MOST_FIELDS = 16;

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
  const units = pools.flatMap((pool) =>
    [...pool.units.idle]
      .map((unit) => pool.units.units[unit])
      .filter((members) => !isDeadUnit(view.deaths, members) && isConnection(view, members))
      .map((members) => ({ pool, members })),
  );
  if (units.length < FEWEST) return [];
  const region = findKeptByIdle(
    view,
    units.map(({ members }) => members),
    LEAST_ALTOGETHER,
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
    const keepers = [...byPool.values()].flat();
    const idle = units.filter(({ pool }) => byPool.has(pool)).length;
    const brought = keepers.reduce((sum, { broughtBytes }) => sum + broughtBytes, 0);
    if (keepers.length < FEWEST || keepers.length < idle * MOSTLY) return [];
    if (brought < LEAST_ALTOGETHER || brought < LEAST_MEAN * keepers.length) return [];
    const [pool] = byPool.keys();
    const restBytes = keepers.reduce((sum, keeper) => sum + keeper.restBytes, 0);
    return [{ label, pool, className: view.graph.nodeName(keepers[0].resource), idle, restBytes, keepers }];
  });
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
  return places.findLast(({ label }) => own.has(label.owner)) ?? places[0] ?? null;
}

/** Whether something on the way says that a resource keeps this whatever it works on. */
function isStanding(
  { graph }: HeapView,
  region: IdleRegion,
  chain: readonly number[],
  labels: ReadonlyMap<number, readonly EdgeLabel[]>,
): boolean {
  const end = region.nodes[chain[chain.length - 1]];
  if (!isSpread(graph, end)) return true;
  return chain.some((local) => {
    const node = region.nodes[local];
    const named = labels.get(local) ?? [];
    if (named.some(({ parts }) => parts.includes('{}') || parts.some(speaksOfStanding))) return true;
    return speaksOfStanding(graph.nodeName(node)) || hasTableOrLimit(graph, node);
  });
}

/** Whether what a chain ends at is text or has many parts, rather than one buffer or a table. */
function isSpread(graph: HeapGraph, node: number): boolean {
  const type = graph.nodeTypes[node];
  if (type === NodeType.native || type === NodeType.array || type === NodeType.hidden) return false;
  if (containerKind(graph, node) !== 'object') return true;
  let fields = 0;
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1)
    if (graph.edgeType(edge) === EdgeType.property) fields += 1;
  return fields <= MOST_FIELDS;
}

/** A Map beside what is kept finds its members again; a limit bounds them. */
function hasTableOrLimit(graph: HeapGraph, node: number): boolean {
  if (graph.nodeTypes[node] !== NodeType.object) return false;
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
    const type = graph.edgeType(edge);
    if (type !== EdgeType.property && type !== EdgeType.context) continue;
    if (isTable(graph, graph.target(edge)) || speaksOfLimit(graph.edgeName(edge))) return true;
  }
  return isTable(graph, node);
}

function isTable(graph: HeapGraph, node: number): boolean {
  const kind = containerKind(graph, node);
  return kind === 'map' || kind === 'set' || kind === 'weak';
}

/** Bytes of what each node keeps that lies in Maps and Sets. */
function weighTables(graph: HeapGraph, { nodes, order, parents, brought }: IdleRegion): Float64Array {
  const within = new Uint8Array(nodes.length);
  const bytes = new Float64Array(nodes.length);
  const outermost: number[] = [];
  for (let index = 1; index < order.length; index += 1) {
    const local = order[index];
    within[local] = within[parents[local]];
    if (within[local] === 1 || nodes[local] === -1 || !isTable(graph, nodes[local])) continue;
    within[local] = 1;
    outermost.push(local);
  }
  for (const local of outermost) bytes[local] = brought[local];
  passUp(bytes, order, parents);
  return bytes;
}

/** For each node whether it keeps something that is, or holds, a connection of the operating system. */
function markConnected({ graph, roles }: HeapView, { nodes, order, parents }: IdleRegion): Float64Array {
  const counts = Float64Array.from(nodes, (node) => {
    if (node === -1 || graph.nodeTypes[node] !== NodeType.object) return 0;
    return roles.isOpenHandle(node) || roles.socketOf(node) === node ? 1 : 0;
  });
  passUp(counts, order, parents);
  return counts;
}

function passUp(amounts: Float64Array, order: Uint32Array, parents: Uint32Array): void {
  for (let index = order.length - 1; index > 0; index -= 1) amounts[parents[order[index]]] += amounts[order[index]];
}
