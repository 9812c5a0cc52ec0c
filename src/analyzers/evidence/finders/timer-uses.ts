import { isTimeout, repeats, timeoutArguments, timeoutCallback } from '../../../graph/active-timers.js';
import { containerKind } from '../../../graph/collection-entries.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';
import type { SourcePlace } from '../../../graph/script-places.js';
import { EdgeType } from '../../../snapshot/kinds.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import { FEW_PER_ROUND } from '../../cases/thresholds.js';
import { callbackOf } from '../../cut/cluster-places.js';
import { unwrap } from '../../labels/closure-name.js';
import { type EdgeLabel, withEntries } from '../../labels/edge-label.js';
import { placeKey, type SleepingCall, sleepingCalls } from './sleeping-calls.js';

/** Why running timers of one function are wanted until they fire. */
export type TimerUse =
  /** Each takes an entry out of a place that still has as many. */
  | { readonly why: 'removes'; readonly place: string; readonly entries: number; readonly line: SourcePlace }
  /** A call awaits each, and ends when it has fired. */
  | { readonly why: 'awaited'; readonly name: string }
  /** Each starts the next one, but only so often. */
  | { readonly why: 'retries'; readonly line: SourcePlace };

/** Least share of the timers for which something must be there that wants them. */
const NEARLY_ALL = 0.9;
/** A collection with more entries for each timer is not the one that the timers are for. */
const MOST_ENTRIES = 1.25;
/** How a label names the entries of a collection. */
const ENTRIES = { array: 'array', map: 'map', set: 'map', object: 'dictionary' } as const;
/** Most collections of that size whose text is asked. */
const MOST_ASKED = 40;

/**
 * What the timers that hold a cluster are for, or null where that is unknown. A timeout that should have been cleared looks like a time to
 * live by its text, but what it would remove is gone already: so there must be as many entries as timers.
 */
export function findTimerUse(c: ClusterCase): TimerUse | null {
  const { view } = c.context;
  if (c.label.kind !== 'timer' || !isTimeout(view.graph, c.label.ownerNode)) return null;
  const timers = timersAlike(c);
  return timers.length === 0 ? null : (awaitedBy(c, timers) ?? removedBy(c, timers) ?? retriedBy(c));
}

/** Whether so many of the timers have what wants them that the others are too few for a leak. */
export function coversTimers({ rounds }: ClusterCase, wanted: number, timers: number): boolean {
  return wanted >= timers * NEARLY_ALL && timers - wanted < FEW_PER_ROUND * rounds;
}

/** All running timers that fire once and call the same function. */
function timersAlike({ context: { view }, label }: ClusterCase): number[] {
  const { graph, timers } = view;
  const wanted = calledBy(graph, label.ownerNode);
  return wanted === -1
    ? []
    : timers.timers.filter(
        (timer) => isTimeout(graph, timer) && calledBy(graph, timer) === wanted && !repeats(graph, timer),
      );
}

/** What all closures of the function that a timer calls share, or -1. */
export function calledBy(graph: HeapGraph, timer: number): number {
  const callback = timeoutCallback(graph, timer);
  return callback === -1 ? -1 : graph.follow(unwrap(graph, callback), EdgeType.internal, 'shared');
}

function awaitedBy(c: ClusterCase, timers: readonly number[]): TimerUse | null {
  const { view, code } = c.context;
  const ends = new Map<string, boolean>();
  const isEnding = ({ place }: SleepingCall): boolean => {
    const key = placeKey(place);
    const known = ends.get(key) ?? code.endsAfterAwait(place);
    ends.set(key, known);
    return known;
  };
  let name: string | null = null;
  let awaited = 0;
  for (const timer of timers) {
    const calls = sleepingCalls(view, timer);
    if (calls.length === 0 || !calls.every(isEnding)) continue;
    name ??= calls[0].name;
    awaited += 1;
  }
  return name !== null && coversTimers(c, awaited, timers.length) ? { why: 'awaited', name } : null;
}

function removedBy(c: ClusterCase, timers: readonly number[]): TimerUse | null {
  const callback = callbackOf(c.context.view, c.label, c.cluster);
  if (callback === null) return null;
  for (const { label, entries } of [...collectionsFor(c, timers.length), ...linksFor(c, timers)]) {
    const line = c.context.code.removalIn(label, callback);
    if (line !== null) return { why: 'removes', place: label.text, entries, line };
  }
  return null;
}

interface Candidate {
  readonly label: EdgeLabel;
  readonly entries: number;
}

/** Collections with about as many entries as there are timers. */
function collectionsFor(c: ClusterCase, timers: number): Candidate[] {
  const { view, series } = c.context;
  const { graph, labels, tree } = view;
  const sizes = series[series.length - 1].containerEntries;
  const fitting = new Map<number, number>();
  for (const id of sizes.ids()) {
    const entries = sizes.get(id) ?? 0;
    if (coversTimers(c, entries, timers) && entries <= timers * MOST_ENTRIES) fitting.set(id, entries);
  }
  return [...graph.ordinalsOf(fitting)]
    .filter(([, node]) => tree.isStronglyReachedOrOnStack(node))
    .sort(([a], [b]) => a - b)
    .slice(0, MOST_ASKED)
    .flatMap(([id, node]) => {
      const kind = containerKind(graph, node);
      if (kind === null || kind === 'weak') return [];
      return [{ label: withEntries(labels.owner(node), ENTRIES[kind]), entries: fitting.get(id) ?? 0 }];
    });
}

/** Links between objects of one class that lead to what the timers are given: `Call.next`. */
function linksFor(c: ClusterCase, timers: readonly number[]): Candidate[] {
  const { graph, labels } = c.context.view;
  const { population } = c.context;
  const given = timers.map((timer) => givenTo(graph, timer));
  const groups = new Set(given[0].map((node) => population.groupOf(node)).filter((group) => group !== -1));
  return [...groups].flatMap((group) => {
    const linked = new Map<string, { readonly edge: number; readonly targets: Set<number> }>();
    for (const source of population.groups[group].nodes)
      for (let edge = graph.firstEdges[source]; edge < graph.firstEdges[source + 1]; edge += 1) {
        const target = graph.target(edge);
        if (graph.edgeType(edge) !== EdgeType.property || target === source || population.groupOf(target) !== group)
          continue;
        const name = graph.edgeName(edge);
        const known = linked.get(name) ?? { edge, targets: new Set() };
        known.targets.add(target);
        linked.set(name, known);
      }
    return [...linked.values()].flatMap(({ edge, targets }) => {
      const listed = given.filter((nodes) => nodes.some((node) => targets.has(node))).length;
      return coversTimers(c, listed, timers.length)
        ? [{ label: labels.label(edge, graph.source(edge)), entries: listed }]
        : [];
    });
  });
}

/** What a timer hands to its function, what that is bound to, and the variables of its own scope. */
function givenTo(graph: HeapGraph, timer: number): number[] {
  const callback = timeoutCallback(graph, timer);
  const args = timeoutArguments(graph, timer);
  const scope = graph.follow(unwrap(graph, callback), EdgeType.internal, 'context');
  const given: number[] = [];
  for (const node of [args, callback, scope]) {
    if (node === -1) continue;
    for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1)
      if (graph.isObject(graph.target(edge))) given.push(graph.target(edge));
  }
  return given;
}

function retriedBy(c: ClusterCase): TimerUse | null {
  const callback = callbackOf(c.context.view, c.label, c.cluster);
  const line = callback === null ? null : c.context.code.restartBoundOf(callback);
  return line === null ? null : { why: 'retries', line };
}
