import { storeOf } from '../../../graph/collection-entries.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';
import type { PathTree } from '../../../graph/path-tree.js';
import { EdgeType, NodeType } from '../../../snapshot/kinds.js';

/** Nested deeper, collections are those of a data structure, and no line of the text names all of them. */
const MOST_LEVELS = 4;

/**
 * How many collections lie between a field or variable and the entries of a collection: 2 for the lists in `rooms.get(id).push(guest)`. A
 * label counts nested collections of one kind once.
 *
 * ```
 *   Rooms ──rooms──▶ Map ──table──▶ [ ] ──▶ Array ──▶ Guest
 * ```
 *
 * @param container the innermost collection
 */
export function collectionDepth(graph: HeapGraph, tree: PathTree, container: number): number {
  let depth = 1;
  for (let node = container; depth < MOST_LEVELS; depth += 1) {
    const edge = tree.parentEdge(node);
    if (edge === -1) break;
    const source = graph.source(edge);
    if (graph.nodeType(source) === NodeType.array && !graph.isContext(source)) node = tree.parent(source);
    else if (graph.edgeType(edge) === EdgeType.element || isTable(graph, source)) node = source;
    else break;
    if (node === -1 || graph.nodeType(node) !== NodeType.object) break;
  }
  return depth;
}

/** Whether a plain object has so many keys, or such ones, that V8 keeps it as a table: it is no record with fields of its own. */
function isTable(graph: HeapGraph, node: number): boolean {
  if (graph.nodeType(node) !== NodeType.object || graph.nodeName(node) !== 'Object') return false;
  const store = storeOf(graph, node, 'object');
  return store !== -1 && graph.nodeType(store) === NodeType.array;
}
