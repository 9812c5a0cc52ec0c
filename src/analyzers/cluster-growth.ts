import { NodeType } from '../snapshot/kinds.js';
import type { ClusterFacts } from './cluster-facts.js';
import type { Cluster } from './clusters.js';
import { findExpiry, findLimit, type GrowthLimit } from './growth-limits.js';
import { type GrowthProof, weighGrowth } from './growth-proof.js';
import type { HeapView } from './heap-view.js';
import type { LabelSet } from './label-set.js';
import { findLifeSign, type LifeSign } from './life-signs.js';

/** Collections, and suspects, that are looked at for what all of them say. */
const MOST_SAMPLES = 12;

/** What the growth of a cluster proves by itself, without any death. */
export function weighClusterGrowth(view: HeapView, cluster: Cluster, set: LabelSet, facts: ClusterFacts): GrowthProof {
  const samples = facts.leading.nodes.slice(-MOST_SAMPLES);
  return weighGrowth({
    perRound: facts.leading.births.slice(1),
    lastIsPartial: set.isLink,
    limit: limitOfHolder(view, cluster, set),
    expiry: commonly(samples, (node) => findExpiry(view.graph, node)),
    life: commonly(samples, (node) => findLifeSign(view.graph, node)),
    isLent: ['connection', 'lease', 'session'].includes(facts.leading.role),
  });
}

/** What at least half of the samples say; the answer of the first that gives one. */
function commonly<T extends string | LifeSign>(samples: readonly number[], ask: (node: number) => T | null): T | null {
  const answers = samples.flatMap((node) => ask(node) ?? []);
  return answers.length * 2 >= samples.length ? (answers[0] ?? null) : null;
}

function limitOfHolder({ graph, tree }: HeapView, cluster: Cluster, set: LabelSet): GrowthLimit | null {
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
  const fullest = [...entries].sort((a, b) => b[1].size - a[1].size || a[0] - b[0]).slice(0, MOST_SAMPLES);
  for (const [container, targets] of fullest) {
    const limit = findLimit(graph, tree, container, targets.size);
    if (limit !== null) return limit;
  }
  return null;
}
