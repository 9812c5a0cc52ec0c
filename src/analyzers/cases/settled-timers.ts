import { timeoutCallback } from '../../graph/active-timers.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import type { HeapView } from '../objects/heap-view.js';

/** Share of the timers of one function that must be settled; the rest may belong to work in progress. */
const MOSTLY = 0.9;

/** Whether nearly all running timers of the function that a timer calls are settled. O(timers). */
export function areSettled({ graph, timers }: HeapView, timer: number): boolean {
  const wanted = functionOf(graph, timer);
  const alike = wanted === -1 ? [] : timers.timers.filter((other) => functionOf(graph, other) === wanted);
  return alike.length > 0 && alike.filter((other) => isSettledTimer(graph, other)).length >= alike.length * MOSTLY;
}

/** What all closures of the callback's function share, or -1. */
export function functionOf(graph: HeapGraph, timer: number): number {
  const callback = timeoutCallback(graph, timer);
  return callback === -1 ? -1 : graph.follow(callback, EdgeType.internal, 'shared');
}

/**
 * Whether a timer can only settle promises that are settled already: its callback has `resolve` or `reject` functions in its
 * variables, and each of their promises has a result. What the timer waited for has happened, so it should have been cleared.
 *
 * ```
 *   Timeout ──_onTimeout──▶ closure ──▶ scope ──resolve──▶ closure ──▶ scope ──▶ Promise ──▶ result
 * ```
 *
 * A promise that was settled with a small integer does not show it, and counts as open. O(variables).
 */
function isSettledTimer(graph: HeapGraph, timer: number): boolean {
  const callback = timeoutCallback(graph, timer);
  const scope = callback === -1 ? -1 : graph.follow(callback, EdgeType.internal, 'context');
  if (scope === -1) return false;
  let settled = 0;
  for (let edge = graph.firstEdges[scope]; edge < graph.firstEdges[scope + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.context) continue;
    const promise = settledBy(graph, graph.target(edge));
    if (promise === -1) continue;
    if (!hasResult(graph, promise)) return false;
    settled += 1;
  }
  return settled > 0;
}

/** The promise that a built-in `resolve` or `reject` function settles; -1 for other functions. The edge to it has no name. */
export function settledBy(graph: HeapGraph, closure: number): number {
  if (graph.nodeType(closure) !== NodeType.closure) return -1;
  const scope = graph.follow(closure, EdgeType.internal, 'context');
  if (scope === -1) return -1;
  for (let edge = graph.firstEdges[scope]; edge < graph.firstEdges[scope + 1]; edge += 1) {
    const target = graph.target(edge);
    const isNamed = graph.edgeType(edge) === EdgeType.context || graph.edgeType(edge) === EdgeType.property;
    if (!isNamed && graph.nodeName(target) === 'Promise' && graph.nodeType(target) === NodeType.object) return target;
  }
  return -1;
}

/** V8 uses one slot for the result and, while the promise is pending, for its reactions. */
function hasResult(graph: HeapGraph, promise: number): boolean {
  const result = graph.follow(promise, EdgeType.internal, 'reactions_or_result');
  return result !== -1 && graph.nodeName(result) !== 'system / PromiseReaction';
}
