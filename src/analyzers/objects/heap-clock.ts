import type { HeapGraph } from '../../graph/heap-graph.js';
import { readNode } from '../../graph/values.js';
import { speaksOfPastTime } from '../../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import { FIRST_EPOCH_MS, LAST_EPOCH_MS } from './epoch-times.js';

/** When a snapshot was taken. */
export interface CaptureTime {
  /** Milliseconds, for differences to others of the series: in an unknown time zone if it was a local time. Null if unknown. */
  readonly atMs: number | null;
  /** The same as Unix time. Where only the heap tells, the snapshot was taken then or later (`isLeast`). */
  readonly now: () => { readonly ms: number; readonly isLeast: boolean } | null;
}

export const UNKNOWN_TIME: CaptureTime = { atMs: null, now: () => null };

/** A time that is known exactly, as Unix time. */
export function exactTime(ms: number): CaptureTime {
  return { atMs: ms, now: () => ({ ms, isLeast: false }) };
}

/**
 * When a snapshot was taken, as far as its file and its heap tell. The heap is read only on the first call of `now`.
 *
 * @param isLocalTime whether the time zone of `capturedAtMs` is unknown
 */
export function captureTime(graph: HeapGraph, capturedAtMs: number | null, isLocalTime: boolean): CaptureTime {
  if (capturedAtMs !== null && !isLocalTime) return exactTime(capturedAtMs);
  let newestMs: number | null | undefined;
  return {
    atMs: capturedAtMs,
    now: () => {
      if (newestMs === undefined) newestMs = readHeapClock(graph);
      return newestMs === null ? null : { ms: newestMs, isLeast: true };
    },
  };
}

/** The newest time counts only if another object has one within the hour before it, as a single field may hold any number. */
const CORROBORATED_WITHIN_MS = 3_600_000;

/**
 * The newest Unix time in milliseconds that objects of a heap contain: the snapshot was taken then or later. Only fields whose
 * name means a past event (`createdAt`, `lastUsed`) are read, and numbers must have been captured. Null when no two objects
 * agree within an hour. O(nodes + edges).
 */
export function readHeapClock(graph: HeapGraph): number | null {
  const times: number[] = [];
  for (let node = 0; node < graph.nodeCount; node += 1) {
    if (graph.nodeType(node) !== NodeType.object) continue;
    const time = newestOf(graph, node);
    if (time !== null) times.push(time);
  }
  times.sort((a, b) => b - a);
  for (let index = 0; index + 1 < times.length; index += 1)
    if (times[index] - times[index + 1] <= CORROBORATED_WITHIN_MS) return times[index];
  return null;
}

function newestOf(graph: HeapGraph, node: number): number | null {
  let newest: number | null = null;
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
    const target = graph.target(edge);
    if (graph.nodeType(target) !== NodeType.number || graph.edgeType(edge) !== EdgeType.property) continue;
    if (!speaksOfPastTime(graph.edgeName(edge))) continue;
    const value = readNode(graph, target);
    const time = value.kind === 'number' ? value.value : null;
    if (time !== null && time >= FIRST_EPOCH_MS && time <= LAST_EPOCH_MS && time > (newest ?? 0)) newest = time;
  }
  return newest;
}
