import { containerKind } from '../../../graph/collection-entries.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';
import { NodeType } from '../../../snapshot/kinds.js';
import type { KeyKind } from '../../code/key-kinds.js';
import { keysOf } from './living-keys.js';

/** Fewer entries than that show no kind. */
const FEWEST = 20;

/**
 * What the keys of all given entries of a Map are, or the given members of a Set; null when they are of several kinds, and when some cannot be seen,
 * as a small number cannot. O(entries)
 */
export function kindOfKeys(graph: HeapGraph, container: number, entries: readonly number[]): KeyKind | null {
  const kind = containerKind(graph, container);
  if ((kind !== 'map' && kind !== 'set') || entries.length < FEWEST) return null;
  const keys = kind === 'map' ? keysOf(graph, container) : null;
  const kinds = new Set(entries.map((entry) => kindOfNode(graph, keys === null ? entry : keys.get(entry))));
  const [only = null] = kinds;
  return kinds.size === 1 ? only : null;
}

function kindOfNode(graph: HeapGraph, node: number | undefined): KeyKind | null {
  if (node === undefined) return null;
  switch (graph.nodeType(node)) {
    case NodeType.string:
    case NodeType.consString:
    case NodeType.slicedString:
      return 'string';
    case NodeType.object:
    case NodeType.closure:
      return 'object';
    default:
      return null;
  }
}
