import { isTimeout, repeats, timeoutCallback } from '../../../graph/active-timers.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';
import type { SourcePlace } from '../../../graph/script-places.js';
import { EdgeType, NodeType } from '../../../snapshot/kinds.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import { callbackOf } from '../../cut/cluster-places.js';
import { calledFunction, unwrap } from '../../labels/closure-name.js';
import { calledBy, coversTimers } from './timer-uses.js';

/** Intervals, each of which a running timeout clears when it fires. */
export interface IntervalEnd {
  readonly line: SourcePlace;
  readonly intervals: number;
}

/** Most references between the function of a timeout and the interval that it clears. */
const MOST_STEPS = 6;
/** Most objects that are looked at for one timeout. */
const MOST_VISITED = 60;

/**
 * The line at which running timeouts clear the intervals that hold a cluster, or null where nearly each interval has no such timeout of its own. By
 * the text the function of the timeout clears intervals of that function; by the heap it has this one.
 *
 * ```
 *   Timeout (once) ──▶ callback ──▶ scope ──▶ … ──▶ Timeout (repeats) ──▶ function
 * ```
 */
export function findIntervalEnd(c: ClusterCase): IntervalEnd | null {
  const { view, code } = c.context;
  const { graph } = view;
  const { ownerNode } = c.label;
  if (c.label.kind !== 'timer' || !isTimeout(graph, ownerNode) || !repeats(graph, ownerNode)) return null;
  const callback = callbackOf(view, c.label, c.cluster);
  const wanted = calledBy(graph, ownerNode);
  if (callback === null || wanted === -1) return null;
  const timeouts = view.timers.timers.filter((timer) => isTimeout(graph, timer));
  const intervals = new Set(timeouts.filter((timer) => repeats(graph, timer) && calledBy(graph, timer) === wanted));
  const lines = new Map<number, SourcePlace | null>();
  const lineOf = (timer: number): SourcePlace | null => {
    const shared = calledBy(graph, timer);
    const known = lines.get(shared);
    if (known !== undefined) return known;
    const runner = calledFunction(view, timeoutCallback(graph, timer))?.place ?? null;
    const found = runner === null ? null : code.clearIn(callback, runner);
    lines.set(shared, found);
    return found;
  };
  let line: SourcePlace | null = null;
  const ended = new Set<number>();
  for (const timer of timeouts) {
    if (repeats(graph, timer) || timeoutCallback(graph, timer) === -1) continue;
    const found = lineOf(timer);
    const interval = found === null ? -1 : reachedFrom(graph, timer, intervals);
    if (interval === -1) continue;
    line ??= found;
    ended.add(interval);
  }
  return line !== null && coversTimers(c, ended.size, intervals.size) ? { line, intervals: ended.size } : null;
}

/** The first of the wanted objects that a timeout's function has, by its scope, what it is bound to, or its arguments; or -1. */
function reachedFrom(graph: HeapGraph, timer: number, wanted: ReadonlySet<number>): number {
  const seen = new Set([timer]);
  let near = [unwrap(graph, timeoutCallback(graph, timer)), timeoutCallback(graph, timer), argumentsOf(graph, timer)];
  for (let step = 0; step < MOST_STEPS && near.length > 0; step += 1) {
    const next: number[] = [];
    for (const node of near) {
      if (node === -1 || seen.has(node)) continue;
      if (wanted.has(node)) return node;
      seen.add(node);
      if (seen.size > MOST_VISITED) return -1;
      // What another timer has is not what this one has.
      if (!isTimeout(graph, node)) next.push(...ownReferences(graph, node));
    }
    near = next;
  }
  return -1;
}

function argumentsOf(graph: HeapGraph, timer: number): number {
  return graph.follow(timer, EdgeType.property, '_timerArgs');
}

/** What the program put there: fields, entries and variables. */
function ownReferences(graph: HeapGraph, node: number): number[] {
  const found: number[] = [];
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
    const type = graph.edgeType(edge);
    const name = type === EdgeType.property || type === EdgeType.internal ? graph.edgeName(edge) : '';
    const isField = type === EdgeType.property && name !== '__proto__' && name !== 'prototype';
    const isScope = type === EdgeType.internal && (name === 'context' || name === 'previous');
    if (!isField && !isScope && type !== EdgeType.context && type !== EdgeType.element) continue;
    const target = graph.target(edge);
    const kind = graph.nodeType(target);
    if (graph.isObject(target) || kind === NodeType.closure || isScope || kind === NodeType.array) found.push(target);
  }
  return found;
}
