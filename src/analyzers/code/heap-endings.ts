import { MAX_PROTOTYPES } from '../../graph/corrected-class-names.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import type { SourceIndex, SourcePlace } from '../../graph/script-places.js';
import { isEndName } from '../../profiles/end-names.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';

/**
 * The methods of the program by which an object ends, as the scripts have them: its own and those of its prototypes, the nearest first.
 * Node.js gives its classes methods like `end` and `destroy`, which the program's classes inherit: these are left out.
 */
export function endingMethods(graph: HeapGraph, sources: SourceIndex, object: number): SourcePlace[] {
  const places: SourcePlace[] = [];
  for (let at = object, hops = 0; at !== -1 && hops <= MAX_PROTOTYPES; hops += 1) {
    for (let edge = graph.firstEdges[at]; edge < graph.firstEdges[at + 1]; edge += 1) {
      const method = graph.target(edge);
      if (graph.edgeType(edge) !== EdgeType.property || graph.nodeType(method) !== NodeType.closure) continue;
      if (!isEndName(graph.edgeName(edge))) continue;
      const place = sources.inScriptOfFunction(method);
      if (place !== null && !place.file.startsWith('node:')) places.push(place);
    }
    at = graph.follow(at, EdgeType.property, '__proto__');
  }
  return places;
}

/** Whether an object has another one, or one of the same class, in a field. */
export function refersTo(graph: HeapGraph, object: number, other: number): boolean {
  if (other < 0 || other >= graph.nodeCount) return false;
  const name = graph.nodeName(other);
  for (let edge = graph.firstEdges[object]; edge < graph.firstEdges[object + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property) continue;
    const target = graph.target(edge);
    if (target === other) return true;
    if (graph.nodeType(target) === NodeType.object && name !== 'Object' && graph.nodeName(target) === name) return true;
  }
  return false;
}
