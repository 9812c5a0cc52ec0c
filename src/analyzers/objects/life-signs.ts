import type { HeapGraph } from '../../graph/heap-graph.js';
import { readNode, readString } from '../../graph/values.js';
import { isLivingState, lifeInFlag, type Strength } from '../../profiles/state-words.js';
import { flagWords, meaningOfField } from '../../profiles/vocabulary.js';
import { EdgeType } from '../../snapshot/kinds.js';

/** A field that says that its object is in use. It proves nothing: code that forgot the object did not reset the field either. */
export interface LifeSign {
  /** `in-use`: the field says so, as `open = true`. `not-ended`: it says that the object did not end, as `closed = false`. */
  readonly kind: 'in-use' | 'not-ended';
  /** Whether it is a named state (`state = 'open'`), and not a flag. */
  readonly isState: boolean;
  /** `Class.field = value`. */
  readonly field: string;
  /** How it compares with fields that say that the object ended. */
  readonly strength: Strength;
}

/** Strength of a named state. */
const STATE_STRENGTH = 2;

/** The strongest sign of life among the fields of an object, or null. O(edges of the object). */
export function findLifeSign(graph: HeapGraph, node: number): LifeSign | null {
  let best: LifeSign | null = null;
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property) continue;
    const sign = signOf(graph, node, edge);
    if (sign !== null && (best === null || rank(sign) > rank(best))) best = sign;
  }
  return best;
}

function signOf(graph: HeapGraph, node: number, edge: number): LifeSign | null {
  const name = graph.edgeName(edge);
  const value = readNode(graph, graph.target(edge));
  const field = `${graph.nodeName(node)}.${name}`;
  if (value.kind === 'boolean') {
    const life = lifeInFlag(flagWords(name), value.value);
    return life === null ? null : { ...life, isState: false, field: `${field} = ${value.value}` };
  }
  if (value.kind !== 'string' || meaningOfField(name) !== 'state') return null;
  const text = readString(graph, value.node) ?? '';
  if (!isLivingState(text)) return null;
  return { kind: 'in-use', isState: true, field: `${field} = '${text}'`, strength: STATE_STRENGTH };
}

function rank({ kind, strength }: LifeSign): number {
  return kind === 'in-use' ? strength : 0;
}
