import { NodeType } from '../snapshot/kinds.js';
import type { HeapGraph } from './heap-graph.js';
import { readNode } from './values.js';

/** By graph, as several questions ask. */
const captured = new WeakMap<HeapGraph, boolean>();

/**
 * Whether the snapshot was taken with numeric values (`exposeNumericValues`). Without them it has neither small integers
 * nor the fields that hold one. O(nodes) on the first call at most.
 */
export function hasCapturedNumbers(graph: HeapGraph): boolean {
  const known = captured.get(graph);
  if (known !== undefined) return known;
  const answer = findNumber(graph);
  captured.set(graph, answer);
  return answer;
}

function findNumber(graph: HeapGraph): boolean {
  for (let node = 0; node < graph.nodeCount; node += 1) {
    if (graph.nodeType(node) !== NodeType.number) continue;
    const value = readNode(graph, node);
    if (value.kind === 'number' && value.value !== null) return true;
  }
  return false;
}
