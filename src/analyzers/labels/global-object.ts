import { EdgeCode } from '../../graph/edge-codes.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';

/** The global object: what the root's shortcut leads to, or what the engine's own context there has as such. */
export function globalObjects(graph: HeapGraph): number[] {
  const found: number[] = [];
  for (let edge = graph.firstEdges[0]; edge < graph.firstEdges[1]; edge += 1) {
    if (graph.edgeCode(edge) !== EdgeCode.rootShortcut) continue;
    const target = graph.target(edge);
    found.push(
      graph.nodeType(target) === NodeType.object ? target : graph.follow(target, EdgeType.internal, 'extension'),
    );
  }
  return found.filter((node) => node !== -1);
}
