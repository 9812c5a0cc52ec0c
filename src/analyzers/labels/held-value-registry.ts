import type { HeapGraph } from '../../graph/heap-graph.js';
import type { SourceIndex } from '../../graph/script-places.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';

/** The FinalizationRegistry of a cell, which its hidden edge 0 leads to; the cell itself when there is none. */
export function registryOf(graph: HeapGraph, cell: number): number {
  for (let edge = graph.firstEdges[cell]; edge < graph.firstEdges[cell + 1]; edge += 1)
    if (graph.edgeType(edge) === EdgeType.hidden && graph.edgeIndex(edge) === 0) return graph.target(edge);
  return cell;
}

/** Whether the registry of a cell belongs to Node.js itself, so that the program cannot change what it holds. */
export function isCellOfCore(graph: HeapGraph, sources: SourceIndex, cell: number): boolean {
  const registry = registryOf(graph, cell);
  for (let edge = graph.firstEdges[registry]; edge < graph.firstEdges[registry + 1]; edge += 1) {
    const cleanUp = graph.target(edge);
    if (graph.edgeType(edge) === EdgeType.hidden && graph.nodeType(cleanUp) === NodeType.closure)
      return sources.ofFunction(cleanUp)?.file.startsWith('node:') === true;
  }
  return false;
}
