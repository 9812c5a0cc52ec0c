import type { Evidence } from '../../findings/report-schema.js';
import { NodeType } from '../../snapshot/kinds.js';
import { type ClusterFacts, isPoolEach } from '../cases/cluster-facts.js';
import type { Cluster } from '../cut/clusters.js';
import type { SmallestCut } from '../cut/smallest-cut.js';
import { findArrayRoom } from '../evidence/array-room.js';
import { findEvictionCode } from '../evidence/eviction-code.js';
import { findLimit, type GrowthLimit, grownSlots, isOverLimit } from '../evidence/growth-limits.js';
import { findKeyedByLiving } from '../evidence/keyed-by-living.js';
import { findLeaving } from '../evidence/oldest-leave.js';
import { findPendingCleanup, type PendingCleanup, type SeriesTimes } from '../evidence/pending-cleanup.js';
import { type Expiry, findExpiry } from '../objects/expiry.js';
import type { HeapView } from '../objects/heap-view.js';
import { findLifeSign, type LifeSign } from '../objects/life-signs.js';
import { findRetryAround } from '../objects/reconnecting.js';
import type { Population } from '../series/population.js';
import type { SnapshotSummary } from '../series/snapshot-summary.js';
import {
  describeEviction,
  describePending,
  type GrowthProof,
  weighEviction,
  weighGrowth,
  weighKeys,
  weighLeaving,
  weighLocal,
  weighPending,
  weighRetry,
} from './growth-proof.js';

/** Collections, and suspects, that are looked at for what all of them say. */
const MOST_SAMPLES = 12;
/** What the growth of a cluster is weighed by, besides the cluster. */
export interface GrowthContext {
  readonly view: HeapView;
  readonly series: readonly SnapshotSummary[];
  readonly population: Population;
  readonly times: SeriesTimes;
}

/** What the growth of a cluster proves by itself, without any death. */
export function weighClusterGrowth(
  context: GrowthContext,
  cluster: Cluster,
  set: SmallestCut,
  facts: ClusterFacts,
): GrowthProof {
  const { view, series, population } = context;
  const containers = fullestContainers(view, cluster, set);
  const samples = facts.leading.nodes.slice(-MOST_SAMPLES);
  const isLent = ['connection', 'lease', 'session'].includes(facts.leading.role) && !isPoolEach(facts);
  const growth = weighGrowth({
    perRound: facts.leading.births.slice(1),
    lastIsPartial: set.isLink,
    limit: limitOf(view, series, containers),
    room: roomOf(view, series, containers),
    expiry: expiryOf(context, facts.leading.nodes) ?? expiryOf(context, containers[0]?.targets ?? []),
    life: commonly(samples, (node) => findLifeSign(view.graph, node)),
    isLent,
  });
  const proof = weighLocal(growth, set.labels[0]);
  // Timers and code are looked at only where they would change the verdict.
  if (proof.verdict !== 'leak' || containers.length === 0) return proof;
  const [{ container, targets }] = containers;
  const waited = weighPending(
    weighRetry(proof, findRetryAround(view.graph, view.tree, view.roles, container)),
    pendingIn(context, containers[0]),
  );
  if (isOverLimit(view.graph, view.tree, container, targets.length)) return waited;
  // Of connections, those that are idle may go in time while others are forgotten.
  const served =
    facts.leading.role === 'connection' ? waited : weighLeaving(waited, leavingOf(context, container, targets));
  // What is lent does not go by number or time, but when returned.
  if (isLent) return served;
  const evicted = weighEviction(served, findEvictionCode(view, container));
  if (evicted.verdict === 'note') return evicted;
  return weighKeys(evicted, findKeyedByLiving(view, container, targets, population.birth));
}

/** Of a Map whose keys are suspects like its values, only those of one kind count: they are an entry each. */
function leavingOf(
  { view, series, population }: GrowthContext,
  container: number,
  targets: readonly number[],
): readonly number[] | null {
  const births = new Map<number, number[]>();
  for (const node of targets) {
    const group = population.groupOf(node);
    const known = births.get(group) ?? series.map(() => 0);
    known[population.birth[node]] += 1;
    births.set(group, known);
  }
  const [most] = [...births.values()].sort((a, b) => sum(b) - sum(a));
  const id = view.graph.nodeIds[container];
  return findLeaving(
    series.map((summary) => summary.containerEntries.get(id) ?? 0),
    most,
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/**
 * What may yet remove the dead from where they are, or keeps no more than the last few on purpose: timers that were
 * started for them and have not fired, a sweep that did not run during the series, code that cuts the collection to size.
 */
export function findDeadKept(
  context: GrowthContext,
  cluster: Cluster,
  set: SmallestCut,
  facts: ClusterFacts,
): Evidence | null {
  const { view } = context;
  const [fullest] = fullestContainers(view, cluster, set);
  if (fullest === undefined) return null;
  const { container, targets } = fullest;
  const pending = pendingIn(context, fullest);
  // One timer that fires once is not for all of them.
  if (pending !== null && (pending.repeats || pending.timers * 2 >= facts.leading.dead))
    return { code: 'cleanup-pending', text: describePending(pending) };
  if (isOverLimit(view.graph, view.tree, container, targets.length)) return null;
  const eviction = findEvictionCode(view, container);
  return eviction === null ? null : { code: 'eviction-code', text: describeEviction(eviction) };
}

function pendingIn(
  { view, population, times }: GrowthContext,
  { container, targets }: FilledContainer,
): PendingCleanup | null {
  return findPendingCleanup(view, container, targets.length, times.spanMs, population.birth);
}

/** Timers that fire once, one for each of most suspects, and that see the collection that books them: they may take them out of it. */
export function findCleanupOfEach(
  context: GrowthContext,
  cluster: Cluster,
  set: SmallestCut,
  facts: ClusterFacts,
): Evidence | null {
  const [fullest] = fullestContainers(context.view, cluster, set);
  const pending = fullest === undefined ? null : pendingIn(context, fullest);
  if (pending === null || pending.repeats || pending.timers * 2 < facts.leading.nodes.length) return null;
  return { code: 'cleanup-pending', text: describePending(pending) };
}

/**
 * When the entries go, as the oldest of the suspects say it: their time comes first. Over it is where it is over for most
 * of these.
 */
function expiryOf({ view, population, times }: GrowthContext, nodes: readonly number[]): Expiry | null {
  const oldest = [...nodes]
    .filter((node) => population.birth[node] > 0 && view.graph.isObject(node))
    .sort((a, b) => population.birth[a] - population.birth[b] || view.graph.nodeIds[a] - view.graph.nodeIds[b])
    .slice(0, MOST_SAMPLES);
  const told = oldest.flatMap((node) => findExpiry(view.graph, node, times.capturedAtMs) ?? []);
  if (told.length === 0 || told.length * 2 < oldest.length) return null;
  const over = told.filter(({ overMs }) => overMs !== null && overMs > 0);
  return over.length * 2 > told.length ? over[0] : (told.find(({ overMs }) => !((overMs ?? 0) > 0)) ?? null);
}

/** What at least half of the samples say; the answer of the first that gives one. */
function commonly<T extends LifeSign>(samples: readonly number[], ask: (node: number) => T | null): T | null {
  const answers = samples.flatMap((node) => ask(node) ?? []);
  return answers.length * 2 >= samples.length ? (answers[0] ?? null) : null;
}

/** A collection, and the suspects that a label books in it. */
interface FilledContainer {
  readonly container: number;
  readonly targets: readonly number[];
}

/** Collections that the label books suspects in; the fullest first. */
function fullestContainers({ graph, tree }: HeapView, cluster: Cluster, set: SmallestCut): FilledContainer[] {
  const holder = cluster.holders.find((entry) => entry.label.id === set.labels[0].id);
  const entries = new Map<number, Set<number>>();
  for (const edge of holder?.edges ?? []) {
    if (edge === -1) continue;
    let container = graph.source(edge);
    if (graph.nodeType(container) === NodeType.array) container = tree.parent(container);
    if (container === -1) continue;
    const targets = entries.get(container) ?? new Set();
    entries.set(container, targets.add(graph.target(edge)));
  }
  return [...entries]
    .map(([container, targets]) => ({ container, targets: [...targets] }))
    .sort((a, b) => b.targets.length - a.targets.length || graph.nodeIds[a.container] - graph.nodeIds[b.container])
    .slice(0, MOST_SAMPLES);
}

function limitOf(
  { graph, tree }: HeapView,
  series: readonly SnapshotSummary[],
  containers: readonly FilledContainer[],
): GrowthLimit | null {
  for (const { container, targets } of containers) {
    const bytes = series.map((summary) => summary.containerBytes.get(graph.nodeIds[container]) ?? 0);
    const limit = findLimit(graph, tree, container, targets.length, grownSlots(bytes));
    if (limit !== null) return limit;
  }
  return null;
}

/** Slots of the fullest collection, when it is an array that was made of so many. */
function roomOf(
  { graph }: HeapView,
  series: readonly SnapshotSummary[],
  containers: readonly { readonly container: number }[],
): number | null {
  if (containers.length === 0) return null;
  const [{ container }] = containers;
  const id = graph.nodeIds[container];
  return findArrayRoom(
    graph,
    container,
    series[0].containerEntries.get(id) ?? 0,
    series.map((summary) => summary.containerBytes.get(id)),
  );
}
