import type { Source } from '../../findings/report-schema.js';
import { timeoutCallback } from '../../graph/active-timers.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { NodeType } from '../../snapshot/kinds.js';
import type { HeapView } from '../objects/heap-view.js';
import type { Cluster } from './clusters.js';
import type { RegionLabel } from './region.js';

/** References of a label into a cluster. */
export function edgesOf(graph: HeapGraph, cluster: Cluster, label: RegionLabel): number {
  // V8 lists an entry of a collection twice, from the collection and from its store: one reference to a reader.
  const edges = cluster.holders.find((holder) => holder.label.id === label.id)?.edges ?? [];
  const running = edges.filter((edge) => edge === -1).length;
  return running + new Set(edges.filter((edge) => edge !== -1).map((edge) => graph.target(edge))).size;
}

/** Where the owner of a label is written; null when that is unknown. */
export function ownerSource(view: HeapView, label: RegionLabel): Source | null {
  const { graph, sources } = view;
  if (label.ownerNode < 0 || label.ownerNode >= graph.nodeCount) return null;
  if (label.owner.kind === 'module') return moduleSource(view, label.ownerNode);
  if (label.kind === 'timer') {
    const callback = timeoutCallback(graph, label.ownerNode);
    return callback === -1 ? null : sources.ofFunction(callback);
  }
  return graph.nodeType(label.ownerNode) === NodeType.closure
    ? sources.ofFunction(label.ownerNode)
    : sources.ofClass(label.ownerNode);
}

/** The file of a module's variable. Its line is not in a heap: that of some function of the file would mislead. */
function moduleSource({ sources }: HeapView, closure: number): Source | null {
  const place = sources.ofFunction(closure);
  return place === null ? null : { ...place, line: 1, column: 1, function: null };
}

/** Listener or timer callback: the line that a reader must go to. */
export function callbackOf(view: HeapView, label: RegionLabel, cluster: Cluster): Source | null {
  if (label.kind === 'timer') return ownerSource(view, label);
  const direct = cluster.holders[0]?.edges
    .map((edge) => (edge === -1 ? -1 : view.graph.target(edge)))
    .find((node) => node !== -1 && view.graph.nodeType(node) === NodeType.closure);
  if (direct !== undefined) return view.sources.ofFunction(direct);
  return null;
}
