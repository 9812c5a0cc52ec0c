import { NodeType } from '../snapshot/kinds.js';
import type { ClusterFacts } from './cluster-facts.js';
import type { Cluster } from './clusters.js';
import { findEvictionCode } from './eviction-code.js';
import { findExpiry, findLimit, type GrowthLimit, isOverLimit } from './growth-limits.js';
import { type GrowthProof, weighEviction, weighGrowth } from './growth-proof.js';
import type { HeapView } from './heap-view.js';
import type { LabelSet } from './label-set.js';
import { findLifeSign, type LifeSign } from './life-signs.js';
import type { SnapshotSummary } from './snapshot-summary.js';

/** Collections, and suspects, that are looked at for what all of them say. */
const MOST_SAMPLES = 12;
const SLOT_BYTES = 8;
/** A store that grew with its entries has at most so many slots an entry, and some more. */
const GROWN_ROOM = 4;
const GROWN_SLOTS = 64;

/** What the growth of a cluster proves by itself, without any death. */
export function weighClusterGrowth(
  view: HeapView,
  series: readonly SnapshotSummary[],
  cluster: Cluster,
  set: LabelSet,
  facts: ClusterFacts,
): GrowthProof {
  const containers = fullestContainers(view, cluster, set);
  const samples = facts.leading.nodes.slice(-MOST_SAMPLES);
  const isLent = ['connection', 'lease', 'session'].includes(facts.leading.role);
  const proof = weighGrowth({
    perRound: facts.leading.births.slice(1),
    lastIsPartial: set.isLink,
    limit: limitOf(view, containers),
    room: roomOf(view, series, containers),
    expiry: commonly(samples, (node) => findExpiry(view.graph, node)),
    life: commonly(samples, (node) => findLifeSign(view.graph, node)),
    isLent,
  });
  // Code is read only where it would change the verdict. What is lent does not go by number or time, but when returned.
  if (proof.verdict !== 'leak' || isLent || containers.length === 0) return proof;
  const [{ container, entries }] = containers;
  if (isOverLimit(view.graph, view.tree, container, entries)) return proof;
  return weighEviction(proof, findEvictionCode(view, container));
}

/** What at least half of the samples say; the answer of the first that gives one. */
function commonly<T extends string | LifeSign>(samples: readonly number[], ask: (node: number) => T | null): T | null {
  const answers = samples.flatMap((node) => ask(node) ?? []);
  return answers.length * 2 >= samples.length ? (answers[0] ?? null) : null;
}

/** Collections that the label books suspects in, and how many in each; the fullest first. */
function fullestContainers(
  { graph, tree }: HeapView,
  cluster: Cluster,
  set: LabelSet,
): { readonly container: number; readonly entries: number }[] {
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
    .map(([container, targets]) => ({ container, entries: targets.size }))
    .sort((a, b) => b.entries - a.entries || graph.nodeIds[a.container] - graph.nodeIds[b.container])
    .slice(0, MOST_SAMPLES);
}

function limitOf(
  { graph, tree }: HeapView,
  containers: readonly { readonly container: number; readonly entries: number }[],
): GrowthLimit | null {
  for (const { container, entries } of containers) {
    const limit = findLimit(graph, tree, container, entries);
    if (limit !== null) return limit;
  }
  return null;
}

/**
 * Slots of the fullest collection, when its store has not grown since the first snapshot and no collection that grew
 * by its entries would have so many: V8 makes room for half as many again, or for twice as many.
 */
function roomOf(
  { graph }: HeapView,
  series: readonly SnapshotSummary[],
  containers: readonly { readonly container: number }[],
): number | null {
  if (containers.length === 0) return null;
  const id = graph.nodeIds[containers[0].container];
  const first = series[0].containerBytes.get(id);
  if (first === undefined || series.some((summary) => summary.containerBytes.get(id) !== first)) return null;
  const slots = Math.floor(first / SLOT_BYTES);
  return slots < (series[0].containerEntries.get(id) ?? 0) * GROWN_ROOM + GROWN_SLOTS ? null : slots;
}
