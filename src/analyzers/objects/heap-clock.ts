import type { HeapGraph } from '../../graph/heap-graph.js';
import { readNode } from '../../graph/values.js';
import { speaksOfPastTime } from '../../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import { FIRST_EPOCH_MS, LAST_EPOCH_MS } from './epoch-times.js';

/** A newest time is believed when another object wrote one in the hour before it: a single field may hold anything. */
const CORROBORATED_WITHIN_MS = 3_600_000;

/**
 * The newest time that objects of a heap have written down, as milliseconds of the epoch: the snapshot was taken then or
 * later. Only fields of which the name says that something has happened (`createdAt`, `lastUsed`) are asked, and numbers must
 * have been captured. Null when no two objects agree within an hour. O(nodes + edges).
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
