import { containerKind } from '../../graph/collection-entries.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import type { PathTree } from '../../graph/path-tree.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import { settledBy } from './settled-timers.js';

/** Most references from a collection to the handler of a promise. */
const MOST_PARTS = 8;

/**
 * The collection that keeps a promise, or the function that settles it, which lead to a suspect. Each entry has its own promise, and that
 * is as young as the suspect. Null for what is no part of a promise, and where a field has the promise: there it is the place.
 *
 * ```
 *   Array ──▶ resolve ──▶ scope ──▶ Promise ──▶ PromiseReaction ──▶ handler
 * ```
 */
export function collectionOfPromise(graph: HeapGraph, tree: PathTree, source: number): number | null {
  let node = source;
  for (let hops = 0; hops < MOST_PARTS && node !== -1 && isPromisePart(graph, node); hops += 1)
    node = tree.parent(node);
  return node !== source && node !== -1 && isStore(graph, node) ? node : null;
}

/** A promise, its reactions, a function of V8 that settles it, or the scope of that, which has no variables of a program. */
function isPromisePart(graph: HeapGraph, node: number): boolean {
  const name = graph.nodeName(node);
  if (name === 'Promise' || name === 'system / PromiseReaction') return true;
  if (graph.isContext(node)) {
    for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1)
      if (graph.edgeType(edge) === EdgeType.context) return false;
    return true;
  }
  return graph.nodeType(node) === NodeType.closure && settledBy(graph, node) !== -1;
}

/** Whether a node is a collection, or what one keeps its entries in. */
export function isStore(graph: HeapGraph, node: number): boolean {
  const type = graph.nodeType(node);
  return (type === NodeType.array && !graph.isContext(node)) || containerKind(graph, node) !== null;
}
