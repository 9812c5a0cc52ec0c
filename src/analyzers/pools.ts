import type { Ledger, Pool } from '../findings/report-schema.js';
import { type ContainerKind, containerKind, countEntries, forEachEntry } from '../graph/containers.js';
import type { HeapGraph } from '../graph/heap-graph.js';
import type { PathTree } from '../graph/path-tree.js';
import { SourceMap } from '../graph/sources.js';
import { readNode } from '../graph/values.js';
import type { Profile } from '../profiles/profile-schema.js';
import { ledgerRoleOfField } from '../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../snapshot/kinds.js';
import { describePath } from './retaining-path.js';
import type { RoleIndex } from './roles.js';
import type { SnapshotSummary } from './snapshot-summary.js';
import type { DeathIndex } from './status.js';

/** Pools shown; a process with more has an application-level reason, and the rest is counted as a limit. */
export const MOST_POOLS = 20;
/** Levels of plain containers between a pool's field and its entries: `sockets[host][i]`. */
const MAX_NESTING = 2;

interface FoundLedger {
  readonly field: string;
  readonly container: Ledger['container'];
  readonly role: Ledger['role'];
  readonly id: number;
  readonly size: number;
  readonly resources: readonly number[];
}

/** Every pool of the last snapshot with its books, whether it leaks or not. O(nodes + entries). */
export function findPools(
  graph: HeapGraph,
  tree: PathTree,
  roles: RoleIndex,
  deaths: DeathIndex,
  profiles: readonly Profile[],
  series: readonly SnapshotSummary[],
): { pools: Pool[]; found: number } {
  const sources = new SourceMap(graph);
  const known = new Map(profiles.flatMap((profile) => profile.pools.map((pool) => [pool.class, pool] as const)));
  const pools: Pool[] = [];
  let found = 0;
  for (const node of tree.order) {
    if (graph.nodeTypes[node] !== NodeType.object || roles.ofClass(graph.nodeName(node)) !== 'pool') continue;
    const ledgers = findLedgers(graph, node, roles, known.get(graph.nodeName(node)));
    if (!ledgers.some((ledger) => ledger.resources.length > 0)) continue;
    found += 1;
    if (pools.length < MOST_POOLS) pools.push(describePool(graph, tree, sources, node, ledgers, deaths, series));
  }
  return { pools, found };
}

function findLedgers(
  graph: HeapGraph,
  pool: number,
  roles: RoleIndex,
  profile: Profile['pools'][number] | undefined,
): FoundLedger[] {
  const ledgers: FoundLedger[] = [];
  const seen = new Set<number>();
  for (let edge = graph.firstEdges[pool]; edge < graph.firstEdges[pool + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property) continue;
    const field = graph.edgeName(edge);
    if (field === '__proto__' || field === '_events') continue;
    const container = graph.target(edge);
    const kind = collectionKind(graph, container);
    if (kind === null || seen.has(container)) continue;
    seen.add(container);
    const resources = collectResources(graph, container, kind, roles);
    const role = profile?.ledgers.find((ledger) => ledger.field === field)?.role ?? ledgerRoleOfField(field);
    if (resources.length === 0 && role === 'unknown') continue;
    ledgers.push({
      field,
      container: kind,
      role,
      id: graph.nodeIds[container],
      size: Math.max(resources.length, countEntries(graph, container, kind)),
      resources,
    });
  }
  return ledgers;
}

function collectionKind(graph: HeapGraph, node: number): ContainerKind | null {
  const kind = containerKind(graph, node);
  return kind === null || kind === 'weak' ? null : kind;
}

function collectResources(graph: HeapGraph, container: number, kind: ContainerKind, roles: RoleIndex): number[] {
  const resources = new Set<number>();
  const queue: { node: number; kind: ContainerKind; depth: number }[] = [{ node: container, kind, depth: 0 }];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { depth } = next;
    forEachEntry(graph, next.node, next.kind, (edge) => {
      const target = graph.target(edge);
      if (graph.nodeType(target) !== NodeType.object) return;
      const role = roles.of(target);
      if (role === 'connection' || role === 'lease') resources.add(target);
      const nested = collectionKind(graph, target);
      if (role === 'none' && nested !== null && depth < MAX_NESTING)
        queue.push({ node: target, kind: nested, depth: depth + 1 });
    });
  }
  return [...resources].sort((a, b) => a - b);
}

function describePool(
  graph: HeapGraph,
  tree: PathTree,
  sources: SourceMap,
  node: number,
  ledgers: readonly FoundLedger[],
  deaths: DeathIndex,
  series: readonly SnapshotSummary[],
): Pool {
  const idle = new Set(ledgers.filter((ledger) => ledger.role === 'idle').flatMap((ledger) => ledger.resources));
  const leased = new Set(ledgers.filter((ledger) => ledger.role === 'leased').flatMap((ledger) => ledger.resources));
  const all = new Set(ledgers.flatMap((ledger) => ledger.resources));
  const states = { idle: 0, leased: 0, live: 0, dead: 0, unknown: 0 };
  const hasIdleLedger = ledgers.some((ledger) => ledger.role === 'idle');
  for (const resource of all) {
    if (deaths.isDead(resource)) states.dead += 1;
    else if (idle.has(resource)) states.idle += 1;
    else if (leased.has(resource) || hasIdleLedger) states.leased += 1;
    else states.unknown += 1;
  }
  const first = [...all][0];
  return {
    class: graph.nodeName(node),
    nodeId: graph.nodeIds[node],
    source: sources.ofClass(node),
    expression: describePath(graph, tree, node).expression,
    resourceClass: first === undefined ? '' : graph.nodeName(first),
    ledgers: ledgers.map(({ field, container, role, id, size }) => ({
      field,
      container,
      role,
      sizes: series.map((summary, index) =>
        index === series.length - 1 ? size : (summary.containerEntries.get(id) ?? null),
      ),
    })),
    states,
    counters: readCounters(graph, node),
  };
}

function readCounters(graph: HeapGraph, pool: number): { field: string; value: number }[] {
  const counters: { field: string; value: number }[] = [];
  for (let edge = graph.firstEdges[pool]; edge < graph.firstEdges[pool + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property) continue;
    const value = readNode(graph, graph.target(edge));
    if (value.kind === 'number' && value.value !== null && Number.isFinite(value.value))
      counters.push({ field: graph.edgeName(edge), value: value.value });
  }
  return counters;
}
