import type { HeapGraph } from '../../graph/heap-graph.js';
import { readNode } from '../../graph/values.js';
import { speaksOfBeginning } from '../../profiles/vocabulary.js';
import { EdgeType } from '../../snapshot/kinds.js';

/** Times of a begin and an end that differ by less may have been written in either order. */
const SAME_MOMENT_MS = 1000;

/** The time at which something ended: a Date, whose milliseconds are not on the heap, or a number above zero. */
export interface EndTime {
  readonly ms: number | null;
  readonly text: string;
}

/** The time that a field holds, or null. Programs write 0 for no time, and a number that was not captured may be 0. */
export function readEndTime(graph: HeapGraph, value: number): EndTime | null {
  if (graph.isObject(value) && graph.nodeName(value) === 'Date') return { ms: null, text: 'a Date' };
  const time = readNode(graph, value);
  if (time.kind !== 'number' || time.value === null || !(time.value > 0 && Number.isFinite(time.value))) return null;
  return { ms: time.value, text: String(time.value) };
}

/** Whether an object says that it was opened again after the time at which it ended. O(edges of the object). */
export function isReopened(graph: HeapGraph, node: number, endMs: number): boolean {
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property || !speaksOfBeginning(graph.edgeName(edge))) continue;
    const value = readNode(graph, graph.target(edge));
    if (value.kind === 'number' && value.value !== null && value.value > endMs + SAME_MOMENT_MS) return true;
  }
  return false;
}
