import { MAX_PROTOTYPES } from '../../graph/corrected-class-names.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import type { SourceIndex } from '../../graph/script-places.js';
import { isGeneratedName, isTellingParent, saysNothing } from '../../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import type { EdgeLabel } from './edge-label.js';

interface NamedHeap {
  readonly graph: HeapGraph;
  readonly sources: SourceIndex;
}

/**
 * The name of a class for use in a sentence, given one of its objects. A minified or generic name is followed by what a source
 * map or the heap knows: `t (Session in its source)`, `Class (extends Session)`. Labels and fingerprints use the name alone.
 */
export function tellingClassName(heap: NamedHeap, object: number, name: string): string {
  if (!saysNothing(name)) return name;
  const declared = declaredName(heap, object, name);
  if (declared !== null) return `${name} (${declared} in its source)`;
  const parent = nearestParent(heap.graph, object, name);
  return parent === null ? name : `${name} (extends ${parent})`;
}

/** What to write after a label that starts with such a name: ` (Class extends Session)`; nothing for others. */
export function besideLabel(heap: NamedHeap, { owner, ownerNode }: EdgeLabel): string {
  const { graph } = heap;
  if (owner.kind !== 'class' || !saysNothing(owner.name)) return '';
  if (ownerNode < 0 || ownerNode >= graph.nodeCount || graph.nodeName(ownerNode) !== owner.name) return '';
  const declared = declaredName(heap, ownerNode, owner.name);
  if (declared !== null) return ` (${owner.name} is ${declared} in its source)`;
  const parent = nearestParent(graph, ownerNode, owner.name);
  return parent === null ? '' : ` (${owner.name} extends ${parent})`;
}

function declaredName({ sources }: NamedHeap, object: number, name: string): string | null {
  const declared = sources.ofClass(object)?.function ?? name;
  return declared === name || saysNothing(declared) ? null : declared;
}

/**
 * The nearest superclass with a telling name. For a class with a generated name a short one is accepted when there is no other.
 */
function nearestParent(graph: HeapGraph, object: number, ownName: string): string | null {
  let short: string | null = null;
  let proto = graph.follow(object, EdgeType.property, '__proto__');
  for (let hops = 0; hops < MAX_PROTOTYPES && proto !== -1; hops += 1) {
    const name = constructorName(graph, proto);
    if (name !== ownName && isTellingParent(name)) {
      if (!saysNothing(name)) return name;
      if (!isGeneratedName(name)) short ??= name;
    }
    proto = graph.follow(proto, EdgeType.property, '__proto__');
  }
  return isGeneratedName(ownName) ? short : null;
}

/** The class name of a prototype; '' for an object that is no prototype, and for a class without a name. */
function constructorName(graph: HeapGraph, proto: number): string {
  const own = graph.follow(proto, EdgeType.property, 'constructor');
  const constructor = own === -1 ? graph.prototypes.functionOf(proto) : own;
  return constructor === -1 || graph.nodeType(constructor) !== NodeType.closure ? '' : graph.nodeName(constructor);
}
