import type { HeapGraph } from '../../graph/heap-graph.js';
import { readNode, readString } from '../../graph/values.js';
import { isLivingState, lifeInFlag, meaningOfField } from '../../profiles/vocabulary.js';
import { EdgeType } from '../../snapshot/kinds.js';

/** A field by which an object says that it lives. That proves nothing: whoever forgot it, forgot the field as well. */
export interface LifeSign {
  /** `in-use`: it says so itself, as in `open = true`. `not-ended`: nothing says that it ended, as in `closed = false`. */
  readonly kind: 'in-use' | 'not-ended';
  /** `Class.field = value`. */
  readonly field: string;
}

/** The strongest sign of life among the fields of an object, or null. O(edges of the object). */
export function findLifeSign(graph: HeapGraph, node: number): LifeSign | null {
  let weaker: LifeSign | null = null;
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property) continue;
    const name = graph.edgeName(edge);
    const value = readNode(graph, graph.target(edge));
    const field = `${graph.nodeName(node)}.${name}`;
    if (value.kind === 'boolean') {
      const kind = lifeInFlag(name, value.value);
      if (kind === 'in-use') return { kind, field: `${field} = ${value.value}` };
      if (kind !== null) weaker ??= { kind, field: `${field} = ${value.value}` };
    } else if (value.kind === 'string' && meaningOfField(name) === 'state') {
      const text = readString(graph, value.node) ?? '';
      if (isLivingState(text)) return { kind: 'in-use', field: `${field} = '${text}'` };
    }
  }
  return weaker;
}
