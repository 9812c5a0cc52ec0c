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

/** A longer timer is not the timeout of a request. */
const LONG_TIMER_MS = 300_000;

interface TimerContext {
  readonly view: HeapView;
  readonly series: readonly SnapshotSummary[];
  readonly population: Population;
}

/** What is known of the timers among the labels that hold a cluster. */
export interface ClusterTimers {
  /** Whether every timer that holds a suspect fires only once, so that waiting frees what it holds. */
  readonly expire: boolean;
  /** Whether most of the suspects have a timer each that calls the program's own code. */
  readonly areEach: boolean;
  /** Whether there is a timer, of the program or of Node.js, for fewer than half of the suspects: the others stay when all have fired. */
  readonly areFew: boolean;
  /** Whether they fire so late that the code which set them should have cleared them. */
  readonly areLong: boolean;
  /** Whether the promises that they could settle are settled already, so that nothing needs the timers any more. */
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
    areFew:
      timersOf(set).reduce((sum, label) => sum + edgesOf(view.graph, cluster, label), 0) * 2 <
      facts.leading.nodes.length,
    areLong: timersAreLong(view, set),
    areSettled: set.labels.every(({ kind, ownerNode }) => kind !== 'timer' || areSettled(view, ownerNode)),
  };
}

function timersOf(set: SmallestCut): readonly RegionLabel[] {
  return set.labels.filter((label) => label.kind === 'timer');
}

/** Whether every running timer among the holders fires only once, so that waiting frees what it holds. */
function timersExpire(context: TimerContext, cluster: Cluster, set: SmallestCut): boolean {
  const { graph } = context.view;
  const timers = timersOf(set);
  return (
    timers.length > 0 &&
    timers.every((label) => !repeats(graph, label.ownerNode)) &&
    !isRearmed(context, cluster, timers)
  );
}

/** Whether a timer among the holders waits longer than a request may take; false when numbers were not captured. */
function timersAreLong({ graph }: HeapView, set: SmallestCut): boolean {
  return set.labels.some((label) => {
    if (label.kind !== 'timer') return false;
    return (delayOfTimeoutMs(graph, label.ownerNode) ?? 0) >= LONG_TIMER_MS;
  });
}

/** Whether at least half of the suspects have a timer each that calls the program's own code: Node's timers only clean up after Node. */
function timersAreEach(view: HeapView, cluster: Cluster, set: SmallestCut, facts: ClusterFacts): boolean {
  const timers = set.labels.filter(
    (label) => label.kind === 'timer' && ownerSource(view, label)?.file.startsWith('node:') !== true,
  );
  const running = timers.reduce((sum, label) => sum + edgesOf(view.graph, cluster, label), 0);
  return running * 2 >= facts.leading.nodes.length;
}

/** Whether most objects that timers hold are older than those timers: each timer passes them on to the next one. */
function isRearmed({ population, series, view }: TimerContext, cluster: Cluster, timers: readonly RegionLabel[]) {
  const { graph } = view;
  const ids = new Set(timers.map((label) => label.id));
  const edges = cluster.holders.flatMap((holder) => (ids.has(holder.label.id) ? holder.edges : []));
  const last = series.length - 1;
  const aged = edges.filter((edge) => edge !== -1 && population.birth[graph.target(edge)] < last);
  const handedOn = aged.filter((edge) => population.birth[graph.source(edge)] > population.birth[graph.target(edge)]);
  return aged.length > 0 && handedOn.length * 2 > aged.length;
}
