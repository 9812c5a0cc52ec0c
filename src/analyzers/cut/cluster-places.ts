import type { Source } from '../../findings/report-schema.js';
import { timeoutCallback } from '../../graph/active-timers.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { NodeType } from '../../snapshot/kinds.js';
import { calledFunction, isOfNode } from '../labels/closure-name.js';
import type { EdgeLabel } from '../labels/edge-label.js';
import type { HeapView } from '../objects/heap-view.js';
import type { Cluster } from './clusters.js';
import { countReferences, nameHolder } from './holder-names.js';
import { isListenerPlace } from './holder-roles.js';
import type { RegionLabel } from './region.js';

/** References of a label into a cluster. */
export function edgesOf(graph: HeapGraph, cluster: Cluster, label: RegionLabel): number {
  return countReferences(graph, cluster.holders.find((holder) => holder.label.id === label.id)?.edges ?? []);
}

/** Where the owner of a label is written; null when that is unknown. */
export function ownerSource(view: HeapView, label: EdgeLabel): Source | null {
  const { graph, sources } = view;
  if (label.ownerNode < 0 || label.ownerNode >= graph.nodeCount) return null;
  if (label.owner.kind === 'module') return moduleSource(view, label.ownerNode);
  if (label.kind === 'timer') {
    const callback = timeoutCallback(graph, label.ownerNode);
    return callback === -1 ? null : (calledFunction(view, callback)?.place ?? null);
  }
  return graph.nodeType(label.ownerNode) === NodeType.closure
    ? (calledFunction(view, label.ownerNode)?.place ?? null)
    : sources.ofClass(label.ownerNode);
}

/** The file of a module's variable. No line: a heap does not have that of the variable, and that of a function would mislead. */
function moduleSource({ sources }: HeapView, closure: number): Source | null {
  const place = sources.ofFunction(closure);
  return place === null ? null : { ...place, line: 1, column: 1, function: null };
}

/** Where the listener or timer callback that holds the cluster is written; null unless it is a function of the program. */
export function callbackOf(view: HeapView, label: RegionLabel, cluster: Cluster): Source | null {
  const source = sourceOfCallback(view, label, cluster);
  return source === null || isOfNode(source) ? null : source;
}

function sourceOfCallback(view: HeapView, label: RegionLabel, cluster: Cluster): Source | null {
  if (label.kind === 'timer') return ownerSource(view, label);
  const holder = cluster.holders.find((candidate) => candidate.label.id === label.id) ?? cluster.holders[0];
  const edges = holder === undefined || holder.edges.length === 0 ? label.boundaryEdges : holder.edges;
  const direct = edges
    .map((edge) => (edge === -1 ? -1 : view.graph.target(edge)))
    .find((node) => node !== -1 && view.graph.nodeType(node) === NodeType.closure);
  const called = direct === undefined ? null : calledFunction(view, direct);
  if (called !== null) return called.place;
  if (!isListenerPlace(label) || holder === undefined) return null;
  return nameHolder(view, { ...holder, label, edges }, null).source;
}
