import { EdgeCode } from '../../build/modules/graph/edge-codes.js';
import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../../build/modules/snapshot/columns.js';
import { EdgeType, NodeType } from '../../build/modules/snapshot/kinds.js';

const NOT_REACHED = -5;
const SYSTEM_DISTANCE = 100_000_000;

/**
 * Distances as DevTools defines them, over our graph: first from what the root leads to and is not synthetic, then from
 * the root itself. Over all edges but weak ones; the value in a WeakMap is reached by the second of its two edges.
 *
 * @param {import('../../build/modules/graph/heap-graph.js').HeapGraph} graph
 * @returns {Int32Array}
 */
export function devtoolsDistances(graph) {
  const distances = new Int32Array(graph.nodeCount).fill(NOT_REACHED);
  const queue = new Uint32Array(graph.nodeCount);
  let length = 0;
  for (let edge = graph.firstEdges[0]; edge < graph.firstEdges[1]; edge++) {
    const node = graph.target(edge);
    if (graph.nodeType(node) === NodeType.synthetic) continue;
    distances[node] = 1;
    queue[length++] = node;
  }
  const pending = new Set();
  walk(graph, distances, queue, length, pending);
  distances[0] = length > 0 ? SYSTEM_DISTANCE : 0;
  queue[0] = 0;
  walk(graph, distances, queue, 1, pending);
  return distances;
}

function walk(graph, distances, queue, initialLength, pending) {
  let length = initialLength;
  for (let at = 0; at < length; at++) {
    const node = queue[at];
    const distance = distances[node] + 1;
    for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge++) {
      const head = graph.edgeHeads[edge];
      const target = head >>> EDGE_TYPE_BITS;
      if (graph.edgeType(edge) === EdgeType.weak || distances[target] !== NOT_REACHED) continue;
      if (isPassedOver(graph, node, edge, head & EDGE_TYPE_MASK, pending)) continue;
      distances[target] = distance;
      queue[length++] = target;
    }
  }
}

function isPassedOver(graph, node, edge, code, pending) {
  if (code === EdgeCode.ephemeronTable || code === EdgeCode.ephemeronValue) {
    const pair = graph.edgeName(edge).replace(/^\d+/, '');
    if (pending.delete(pair)) return false;
    pending.add(pair);
    return true;
  }
  return (
    graph.nodeType(node) === NodeType.hidden &&
    graph.nodeName(node) === 'system / NativeContext' &&
    graph.edgeName(edge) === 'sloppy_function_map'
  );
}
