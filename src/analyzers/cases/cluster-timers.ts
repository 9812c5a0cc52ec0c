import { delayOfTimeoutMs, repeats } from '../../graph/active-timers.js';
import { edgesOf, ownerSource } from '../cut/cluster-places.js';
import type { Cluster } from '../cut/clusters.js';
import type { RegionLabel } from '../cut/region.js';
import type { SmallestCut } from '../cut/smallest-cut.js';
import type { HeapView } from '../objects/heap-view.js';
import type { Population } from '../series/population.js';
import type { SnapshotSummary } from '../series/snapshot-summary.js';
import type { ClusterFacts } from './cluster-facts.js';
import { areSettled } from './settled-timers.js';

/** A timer that outlasts this is not the time-out of a request. */
const LONG_TIMER_MS = 300_000;

interface TimerContext {
  readonly view: HeapView;
  readonly series: readonly SnapshotSummary[];
  readonly population: Population;
}

/** What is known of the timers among the labels that hold a cluster. */
export interface ClusterTimers {
  /** Every timer that holds a suspect fires once and is then gone. */
  readonly expire: boolean;
  /** Most of the suspects have such a timer of the program's own. */
  readonly areEach: boolean;
  /** They fire so late that whoever set them should have cleared them. */
  readonly areLong: boolean;
  /** What they could settle is settled: nothing needs them any more. */
  readonly areSettled: boolean;
}

export function readTimers(
  context: TimerContext,
  cluster: Cluster,
  set: SmallestCut,
  facts: ClusterFacts,
): ClusterTimers {
  const { view } = context;
  return {
    expire: timersExpire(context, cluster, set),
    areEach: timersAreEach(view, cluster, set, facts),
    areLong: timersAreLong(view, set),
    areSettled: set.labels.every(({ kind, ownerNode }) => kind !== 'timer' || areSettled(view, ownerNode)),
  };
}

/** Whether every running timer among the holders fires once: what it holds is freed by waiting. */
function timersExpire(context: TimerContext, cluster: Cluster, set: SmallestCut): boolean {
  const { graph } = context.view;
  const timers = set.labels.filter((label) => label.kind === 'timer');
  return (
    timers.length > 0 &&
    timers.every((label) => !repeats(graph, label.ownerNode)) &&
    !isRearmed(context, cluster, timers)
  );
}

/** Whether a timer among the holders waits longer than work takes; unknown without captured numbers. */
function timersAreLong({ graph }: HeapView, set: SmallestCut): boolean {
  return set.labels.some((label) => {
    if (label.kind !== 'timer') return false;
    return (delayOfTimeoutMs(graph, label.ownerNode) ?? 0) >= LONG_TIMER_MS;
  });
}

/** Whether half of the suspects or more have a timer each that calls the program's own code. Node's timers tidy up what is Node's. */
function timersAreEach(view: HeapView, cluster: Cluster, set: SmallestCut, facts: ClusterFacts): boolean {
  const timers = set.labels.filter(
    (label) => label.kind === 'timer' && ownerSource(view, label)?.file.startsWith('node:') !== true,
  );
  const running = timers.reduce((sum, label) => sum + edgesOf(view.graph, cluster, label), 0);
  return running * 2 >= facts.leading.nodes.length;
}

/** Whether most of what timers hold is older than the timers' own references: it was handed on from timer to timer. */
function isRearmed({ population, series, view }: TimerContext, cluster: Cluster, timers: readonly RegionLabel[]) {
  const { graph } = view;
  const ids = new Set(timers.map((label) => label.id));
  const edges = cluster.holders.flatMap((holder) => (ids.has(holder.label.id) ? holder.edges : []));
  const last = series.length - 1;
  const aged = edges.filter((edge) => edge !== -1 && population.birth[graph.target(edge)] < last);
  const handedOn = aged.filter((edge) => population.birth[graph.source(edge)] > population.birth[graph.target(edge)]);
  return aged.length > 0 && handedOn.length * 2 > aged.length;
}
