import { storeOf } from '../../../graph/collection-entries.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';
import { EdgeType, NodeType } from '../../../snapshot/kinds.js';
import type { IdSet } from '../../series/id-set.js';

/** Keys of tables, and how many of them an earlier snapshot had. */
export interface KeyTurnover {
  readonly keys: number;
  readonly kept: number;
}

/**
 * Counts the keys of tables that have a node of their own: strings, symbols and objects, not integers. These nodes stay while their
 * entries do, whatever happens to the values. Null for anything that is not kept as a table of keys, as an array.
 *
 * ```
 *   Object ─properties▶ [ … key value details  key value details … ]     details: an integer, which has no edge,
 *   Map    ─table▶      [ … key value chain    key value chain … ]       as the chain has none
 * ```
 * O(entries).
 */
export function countKeys(graph: HeapGraph, containers: readonly number[], earlier: IdSet): KeyTurnover | null {
  let keys = 0;
  let kept = 0;
  for (const container of containers) {
    const store = tableOf(graph, container);
    if (store === -1) return null;
    const slots = new Map<number, number>();
    for (let edge = graph.firstEdges[store]; edge < graph.firstEdges[store + 1]; edge += 1) {
      const slot = graph.edgeType(edge) === EdgeType.internal ? Number(graph.edgeName(edge)) : Number.NaN;
      if (Number.isInteger(slot)) slots.set(slot, graph.target(edge));
    }
    for (const [slot, node] of slots) {
      // The key is the first of the slots of an entry, which stand together.
      if (slots.has(slot - 1) || !isKey(graph, node)) continue;
      keys += 1;
      if (earlier.has(graph.nodeIds[node])) kept += 1;
    }
  }
  return { keys, kept };
}

/** The store of keys of a Map, a Set or an object that V8 keeps as a table; -1 for anything else. */
function tableOf(graph: HeapGraph, container: number): number {
  for (const kind of ['map', 'object'] as const) {
    const store = storeOf(graph, container, kind);
    if (store !== -1 && graph.nodeType(store) === NodeType.array) return store;
  }
  return -1;
}

function isKey(graph: HeapGraph, node: number): boolean {
  switch (graph.nodeTypes[node]) {
    case NodeType.string:
    case NodeType.consString:
    case NodeType.slicedString:
    case NodeType.symbol:
    case NodeType.object:
    case NodeType.closure:
      return true;
    default:
      return false;
  }
}
