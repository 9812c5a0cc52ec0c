import type { HeapGraph } from '../../graph/heap-graph.js';
import { EdgeType } from '../../snapshot/kinds.js';

/** Fewest objects of one shape that a program makes as records: two tables may well have the same keys in the same order. */
const SEVERAL = 5;

/** By heap: how many plain objects have each shape. */
const known = new WeakMap<HeapGraph, ReadonlyMap<number, number>>();

/** The hidden class of an object, in which V8 keeps the names and order of its properties; -1 when the snapshot does not have it. */
export function shapeOf(graph: HeapGraph, object: number): number {
  return graph.follow(object, EdgeType.internal, 'map');
}

/** Whether several other plain objects have the shape of this one. O(plain objects) once, then O(edges of the object). */
export function sharesShape(graph: HeapGraph, object: number): boolean {
  const shape = shapeOf(graph, object);
  if (shape === -1) return false;
  let counts = known.get(graph);
  if (counts === undefined) {
    counts = countShapes(graph);
    known.set(graph, counts);
  }
  return (counts.get(shape) ?? 0) >= SEVERAL;
}

function countShapes(graph: HeapGraph): Map<number, number> {
  const counts = new Map<number, number>();
  const name = graph.strings.indexOf('Object');
  if (name === -1) return counts;
  for (const object of graph.classes.objectsOf(name)) {
    const shape = shapeOf(graph, object);
    if (shape !== -1) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  }
  return counts;
}
