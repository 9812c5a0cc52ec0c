import { EdgeType, NodeType } from '../snapshot/kinds.js';
import type { HeapGraph } from './heap-graph.js';

export type ContainerKind = 'array' | 'map' | 'set' | 'weak' | 'object';

/** What kind of collection `node` is, or null. A plain object counts: it may serve as a dictionary. */
export function containerKind(graph: HeapGraph, node: number): ContainerKind | null {
  if (graph.nodeType(node) !== NodeType.object) return null;
  switch (graph.nodeName(node)) {
    case 'Array':
      return 'array';
    case 'Map':
      return 'map';
    case 'Set':
      return 'set';
    case 'WeakMap':
    case 'WeakSet':
      return 'weak';
    case 'Object':
      return 'object';
    default:
      return subclassKind(graph, node);
  }
}

/** `class Registry extends Map` has a table like its parent, under its own class name. An iterator has a table too. */
function subclassKind(graph: HeapGraph, node: number): ContainerKind | null {
  const table = graph.follow(node, EdgeType.internal, 'table');
  if (table === -1 || graph.nodeType(table) !== NodeType.array) return null;
  for (let proto = graph.follow(node, EdgeType.property, '__proto__'), hops = 0; proto !== -1 && hops < 8; hops += 1) {
    switch (graph.nodeName(proto)) {
      case 'Map':
        return 'map';
      case 'Set':
        return 'set';
      case 'WeakMap':
      case 'WeakSet':
        return 'weak';
      default:
        proto = graph.follow(proto, EdgeType.property, '__proto__');
    }
  }
  return null;
}

/** The store that holds the entries: element store, hash table; -1 when the collection is empty or small. */
export function storeOf(graph: HeapGraph, node: number, kind: ContainerKind): number {
  switch (kind) {
    case 'map':
    case 'set':
    case 'weak':
      return graph.follow(node, EdgeType.internal, 'table');
    case 'array':
      return graph.follow(node, EdgeType.internal, 'elements');
    case 'object':
      return graph.follow(node, EdgeType.internal, 'properties');
  }
}

/**
 * Calls `visit` with each edge from a collection to an entry: elements, own named properties, slots of a
 * table. Keys and values of a Map are both entries; small integers have no edge at all.
 */
export function forEachEntry(graph: HeapGraph, node: number, kind: ContainerKind, visit: (edge: number) => void): void {
  const fromStore = kind === 'map' || kind === 'set';
  const owner = fromStore ? storeOf(graph, node, kind) : node;
  if (owner === -1) return;
  for (let edge = graph.firstEdges[owner]; edge < graph.firstEdges[owner + 1]; edge += 1) {
    switch (graph.edgeType(edge)) {
      case EdgeType.element:
        visit(edge);
        break;
      case EdgeType.internal:
        if (fromStore && isSlot(graph, edge)) visit(edge);
        break;
      case EdgeType.property:
        if (kind === 'object' && graph.edgeName(edge) !== '__proto__') visit(edge);
        break;
      default:
        break;
    }
  }
}

/** Entries with an edge; integers are not counted. */
export function countEntries(graph: HeapGraph, node: number, kind: ContainerKind): number {
  let entries = 0;
  forEachEntry(graph, node, kind, () => {
    entries += 1;
  });
  return entries;
}

/** Slots of a store are internal edges named by their number; `map` and the like are not. A numbered edge has no name. */
function isSlot(graph: HeapGraph, edge: number): boolean {
  if (graph.edgeIndex(edge) !== null) return false;
  const first = graph.strings.firstByte(graph.edgeNames[edge]);
  return first >= 48 && first <= 57;
}
