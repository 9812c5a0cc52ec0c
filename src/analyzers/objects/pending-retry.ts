import { isTimeout, isTimerOver } from '../../graph/active-timers.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import type { PathTree } from '../../graph/path-tree.js';
import { readNode, readString } from '../../graph/values.js';
import { isRetryState, meaningOfField, saysRetrying, speaksOfRetry } from '../../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import type { RoleIndex } from './roles.js';

/** Most references from a collection towards the root to the client that it belongs to. */
const REACH = 8;

/**
 * The field that shows that an object lost its connection and will reconnect, as `Class.field`: a timer that has not fired yet,
 * a flag or a state. Null when there is none. O(edges of the object).
 */
export function findRetry(graph: HeapGraph, node: number): string | null {
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property) continue;
    const name = graph.edgeName(edge);
    const isState = meaningOfField(name) === 'state';
    if (!isState && !speaksOfRetry(name)) continue;
    const target = graph.target(edge);
    const value = readNode(graph, target);
    const says = isState
      ? value.kind === 'string' && isRetryState(readString(graph, value.node) ?? '')
      : (value.kind === 'boolean' && value.value && saysRetrying(name)) || isPending(graph, target);
    if (says) return `${graph.nodeName(node)}.${name}`;
  }
  return null;
}

/** The field that shows that the client around a collection will reconnect; null when there is none. */
export function findRetryAround(graph: HeapGraph, tree: PathTree, roles: RoleIndex, container: number): string | null {
  let node = container;
  for (let hops = 0; hops < REACH && node !== -1; hops += 1) {
    const retry =
      graph.nodeType(node) === NodeType.object && roles.of(node) === 'connection' ? findRetry(graph, node) : null;
    if (retry !== null) return retry;
    node = tree.parent(node);
  }
  return null;
}

/** Whether a node is a timer that was not cleared and has not fired. */
function isPending(graph: HeapGraph, node: number): boolean {
  return isTimeout(graph, node) && isTimerOver(graph, node) === false;
}
