import { NodeType } from '../../snapshot/kinds.js';
import type { Cluster, ClusterHolder } from '../cut/clusters.js';
import type { SmallestCut } from '../cut/smallest-cut.js';
import type { HeapView } from '../objects/heap-view.js';

/** How many collections are looked at, those with most suspects first. */
const MOST_CONTAINERS = 12;

/** A collection, and the suspects that a label lists in it. */
export interface FilledContainer {
  /** Ordinal. */
  readonly container: number;
  /** Ordinals. */
  readonly targets: readonly number[];
}

/** The references of the first label of a cut into the cluster, or null when none comes from outside. */
export function holderOfCut(cluster: Cluster, set: SmallestCut): ClusterHolder | null {
  return cluster.holders.find(({ label }) => label.id === set.labels[0].id) ?? null;
}

/** The collection that an edge starts from, looking through its element store; -1 when there is none. */
export function containerOf({ graph, tree }: HeapView, edge: number): number {
  const source = graph.source(edge);
  return graph.nodeType(source) === NodeType.array ? tree.parent(source) : source;
}

/** Collections in which the first label of a cut lists suspects; the fullest first, at most {@link MOST_CONTAINERS}. */
export function findFilledContainers(view: HeapView, cluster: Cluster, set: SmallestCut): FilledContainer[] {
  const { graph } = view;
  const entries = new Map<number, Set<number>>();
  for (const edge of holderOfCut(cluster, set)?.edges ?? []) {
    const container = edge === -1 ? -1 : containerOf(view, edge);
    if (container === -1) continue;
    const targets = entries.get(container) ?? new Set();
    entries.set(container, targets.add(graph.target(edge)));
  }
  return [...entries]
    .map(([container, targets]) => ({ container, targets: [...targets] }))
    .sort((a, b) => b.targets.length - a.targets.length || graph.nodeIds[a.container] - graph.nodeIds[b.container])
    .slice(0, MOST_CONTAINERS);
}
