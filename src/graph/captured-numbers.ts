import { NodeType } from '../snapshot/kinds.js';
import type { HeapGraph } from './heap-graph.js';
import { readNode } from './values.js';

/** By graph: whether numbers have their values, or null where the heap has no number. */
const captured = new WeakMap<HeapGraph, boolean | null>();

/**
 * Whether the snapshot was taken with numeric values (`exposeNumericValues`); null if unknown, because no object of the heap is
 * a number. Without them a snapshot has neither small integers nor the fields that hold one, and other numbers have no value.
 * O(nodes) on the first call.
 */
export function hasCapturedNumbers(graph: HeapGraph): boolean | null {
  const known = captured.get(graph);
  if (known !== undefined) return known;
  const answer = findNumber(graph);
  captured.set(graph, answer);
  return answer;
}

function findNumber(graph: HeapGraph): boolean | null {
  let answer: boolean | null = null;
  for (let node = 0; node < graph.nodeCount; node += 1) {
    if (graph.nodeType(node) !== NodeType.number) continue;
    const value = readNode(graph, node);
    if (value.kind === 'number' && value.value !== null) return true;
    answer = false;
  }
  return answer;
}
