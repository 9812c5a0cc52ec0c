import { type ContainerKind, containerKind, forEachEntry } from '../graph/containers.js';
import type { HeapGraph } from '../graph/heap-graph.js';
import { EdgeType, NodeType } from '../snapshot/kinds.js';
import type { IdSet } from './id-set.js';

/** What the entries of some containers are. */
export interface ContainerContents {
  /** References to objects and functions. */
  readonly references: number;
  /** Ordinals of the different objects that they lead to. */
  readonly targets: readonly number[];
  /** Of the targets: those that came during the series. */
  readonly young: number;
  /** References to strings, booleans, null, symbols and numbers that have a node. */
  readonly values: number;
}

/**
 * @param before ids of the snapshot that growth is counted from
 */
export function readContents(graph: HeapGraph, containers: readonly number[], before: IdSet): ContainerContents {
  const targets = new Set<number>();
  let references = 0;
  let values = 0;
  const visit = (edge: number) => {
    const target = graph.target(edge);
    switch (graph.nodeTypes[target]) {
      case NodeType.object:
      case NodeType.closure:
      case NodeType.regexp:
      case NodeType.native:
        references += 1;
        targets.add(target);
        break;
      default:
        values += 1;
    }
  };
  for (const container of containers) {
    const kind = collectionKind(graph, container);
    forEachEntry(graph, container, kind, visit);
    // A Map may have elements or properties of its own, but nobody keeps books there.
  }
  const ordered = [...targets].sort((a, b) => a - b);
  return {
    references,
    targets: ordered,
    young: ordered.filter((node) => !before.has(graph.nodeIds[node])).length,
    values,
  };
}

/** A class instance in dictionary mode serves as a dictionary, one with elements as an array. */
function collectionKind(graph: HeapGraph, node: number): ContainerKind {
  const kind = containerKind(graph, node);
  if (kind !== null) return kind;
  return graph.findEdge(node, EdgeType.internal, 'elements') === -1 ? 'object' : 'array';
}
