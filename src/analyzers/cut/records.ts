import type { BitSet } from '../../graph/bit-set.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import type { RecordTest } from '../labels/edge-labels.js';
import type { HeapView } from '../objects/heap-view.js';
import type { Population } from '../series/population.js';
import { keepsGrowing } from './suspects.js';

/** References back to what keeps a record are looked for so far up. */
const MOST_OWNERS = 12;
/** Objects of a class that are asked whether they have a suspect. */
const MOST_ASKED = 500;
/** Share of the objects of a class that must have one. */
const MOSTLY = 0.5;

/** Of two snapshots: the kinds of objects that grow in number. */
export function growingRecords(population: Population): RecordTest {
  return (object) => {
    const group = population.groupOf(object);
    return group !== -1 && keepsGrowing(population.groups[group], 1);
  };
}

/**
 * Of one snapshot, in which nothing shows whether records pile up: objects that have nothing but the suspect, values, and what keeps
 * them, of a class that has suspects in most of its objects. What has more than that outlives a connection.
 */
export function smallRecords(view: HeapView, suspects: BitSet): RecordTest {
  const { graph } = view;
  const isOfMost = new Map<number, boolean>();
  return (object, child) => {
    if (graph.nodeType(object) !== NodeType.object || !hasLittle(view, suspects, object, child)) return false;
    if (!suspects.has(child)) return true;
    const name = graph.nodeNames[object];
    const known = isOfMost.get(name) ?? mostHave(view, suspects, name);
    isOfMost.set(name, known);
    return known;
  };
}

function mostHave({ graph, tree }: HeapView, suspects: BitSet, name: number): boolean {
  const objects = graph.classes.objectsOf(name).subarray(0, MOST_ASKED);
  const reached = [...objects].filter((object) => tree.isReached(object));
  return reached.filter((object) => hasSuspect(graph, suspects, object)).length >= reached.length * MOSTLY;
}

function hasSuspect(graph: HeapGraph, suspects: BitSet, object: number): boolean {
  for (let edge = graph.firstEdges[object]; edge < graph.firstEdges[object + 1]; edge += 1)
    if (isField(graph, edge) && suspects.has(graph.target(edge))) return true;
  return false;
}

function hasLittle(view: HeapView, suspects: BitSet, object: number, child: number): boolean {
  const { graph } = view;
  for (let edge = graph.firstEdges[object]; edge < graph.firstEdges[object + 1]; edge += 1) {
    const target = graph.target(edge);
    if (!isField(graph, edge) || target === child || suspects.has(target) || isValue(graph, target)) continue;
    if (!isKeptBelow(view, object, target)) return false;
  }
  return true;
}

function isField(graph: HeapGraph, edge: number): boolean {
  return graph.edgeType(edge) === EdgeType.property && graph.edgeName(edge) !== '__proto__';
}

function isValue(graph: HeapGraph, node: number): boolean {
  const type = graph.nodeType(node);
  if (type === NodeType.closure) return false;
  return type !== NodeType.object || graph.nodeName(node) === 'Date' || graph.isSystem(node);
}

/** Whether `owner` is on the way from the root to `object`. */
function isKeptBelow({ tree }: HeapView, object: number, owner: number): boolean {
  let node = tree.parent(object);
  for (let hops = 0; hops < MOST_OWNERS && node !== -1; hops += 1) {
    if (node === owner) return true;
    node = tree.parent(node);
  }
  return false;
}
