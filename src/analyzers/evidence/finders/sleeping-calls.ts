import { isTimeout, repeats, timeoutCallback } from '../../../graph/active-timers.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';
import type { SourcePlace } from '../../../graph/script-places.js';
import { EdgeType, NodeType } from '../../../snapshot/kinds.js';
import { settledBy } from '../../cases/settled-timers.js';
import { isOfNode } from '../../labels/closure-name.js';
import type { HeapView } from '../../objects/heap-view.js';

/** Most calls that wait for one another. */
const MOST_CALLS = 4;

/** A suspended call of an `async` function. */
export interface SleepingCall {
  readonly name: string;
  readonly place: SourcePlace;
}

/**
 * The calls that go on when a timer fires which does no more than settle a promise, the nearest first; none when nobody awaits it. A
 * race has no such call: its promise may be settled long before the timer.
 *
 * ```
 *   Timeout ──_onTimeout──▶ resolve ──▶ scope ──▶ Promise ──reactions_or_result──▶ PromiseReaction ──▶ handler
 *                               handler ──context──▶ scope ──extension──▶ Generator ──function──▶ closure
 *                                                                             └──▶ Promise of the call, and so on
 * ```
 */
export function sleepingCalls({ graph, sources }: HeapView, timer: number): readonly SleepingCall[] {
  if (!isTimeout(graph, timer) || repeats(graph, timer)) return [];
  const calls: SleepingCall[] = [];
  let promise = promiseOf(graph, timeoutCallback(graph, timer));
  for (let hops = 0; hops < MOST_CALLS && promise !== -1; hops += 1) {
    const generator = awaitingCall(graph, promise);
    const called = generator === -1 ? -1 : graph.follow(generator, EdgeType.internal, 'function');
    if (called === -1) break;
    const place = sources.ofFunction(called);
    if (place !== null && !isOfNode(place)) calls.push({ name: graph.nodeName(called), place });
    promise = ownPromise(graph, generator);
  }
  return calls;
}

/** A function of which calls sleep, and how many timers wake them. */
interface Sleepers {
  readonly name: string;
  readonly place: SourcePlace;
  readonly timers: number;
}

const sleepersOfGraph = new WeakMap<HeapGraph, readonly Sleepers[]>();

/** The functions of which calls sleep until a timer fires. O(timers), once for each graph. */
export function countSleepingCalls(view: HeapView): readonly Sleepers[] {
  const known = sleepersOfGraph.get(view.graph);
  if (known !== undefined) return known;
  const byPlace = new Map<string, Sleepers>();
  for (const timer of view.timers.timers) {
    const calls = new Map(sleepingCalls(view, timer).map((call) => [placeKey(call.place), call]));
    for (const [key, call] of calls) byPlace.set(key, { ...call, timers: (byPlace.get(key)?.timers ?? 0) + 1 });
  }
  const sleepers = [...byPlace.values()];
  sleepersOfGraph.set(view.graph, sleepers);
  return sleepers;
}

export function placeKey({ file, line, column }: SourcePlace): string {
  return `${file}:${line}:${column}`;
}

/** The promise that a timer's function settles: it is a `resolve` function, or the only variable of a function that calls one. */
function promiseOf(graph: HeapGraph, callback: number): number {
  if (callback === -1 || graph.nodeType(callback) !== NodeType.closure) return -1;
  const direct = settledBy(graph, callback);
  if (direct !== -1) return direct;
  const scope = graph.follow(callback, EdgeType.internal, 'context');
  if (scope === -1) return -1;
  const promises = new Set<number>();
  for (let edge = graph.firstEdges[scope]; edge < graph.firstEdges[scope + 1]; edge += 1)
    if (graph.edgeType(edge) === EdgeType.context) promises.add(settledBy(graph, graph.target(edge)));
  promises.delete(-1);
  return promises.size === 1 ? [...promises][0] : -1;
}

/** The suspended call that awaits a promise, or -1. */
function awaitingCall(graph: HeapGraph, promise: number): number {
  const reaction = graph.follow(promise, EdgeType.internal, 'reactions_or_result');
  if (reaction === -1 || graph.nodeName(reaction) !== 'system / PromiseReaction') return -1;
  for (let edge = graph.firstEdges[reaction]; edge < graph.firstEdges[reaction + 1]; edge += 1) {
    const handler = graph.target(edge);
    if (graph.nodeType(handler) !== NodeType.closure) continue;
    const scope = graph.follow(handler, EdgeType.internal, 'context');
    const generator = scope === -1 ? -1 : graph.follow(scope, EdgeType.internal, 'extension');
    if (generator !== -1 && graph.nodeName(generator) === 'Generator') return generator;
  }
  return -1;
}

/** The promise that a suspended call gave to its caller; -1 where it is not to be told from others. */
function ownPromise(graph: HeapGraph, generator: number): number {
  const promises = new Set<number>();
  for (let edge = graph.firstEdges[generator]; edge < graph.firstEdges[generator + 1]; edge += 1)
    if (graph.edgeType(edge) === EdgeType.hidden && graph.nodeName(graph.target(edge)) === 'Promise')
      promises.add(graph.target(edge));
  return promises.size === 1 ? [...promises][0] : -1;
}
