import type { HeapGraph } from '../../graph/heap-graph.js';
import type { SourceIndex, SourcePlace } from '../../graph/script-places.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';

/** Shown in place of the name of a function without one. */
export const ANONYMOUS = '(anonymous function)';
/** Most wrappers around a function that are followed. */
const MAX_WRAPPERS = 8;
/** Field in which a wrapper keeps the function that it calls, so that it can be removed: Node's `once`, and similar libraries. */
const WRAPPED = 'listener';
/** Edges from a bound function to its `this` value and its bound arguments. */
const BOUND = /^bound_(?:this|argument)/;

/** Name of a function; that of the function inside for a wrapper, which V8 calls `native_bind` or nothing. */
export function functionName(graph: HeapGraph, closure: number): string {
  return graph.nodeName(unwrap(graph, closure)) || ANONYMOUS;
}

/** The target of a bound function, or the function that was passed to `once`; the function itself when it is no such wrapper. */
export function unwrap(graph: HeapGraph, closure: number): number {
  let current = closure;
  for (let hops = 0; hops < MAX_WRAPPERS; hops += 1) {
    const inner = wrappedBy(graph, current);
    if (inner === -1 || graph.nodeType(inner) !== NodeType.closure) break;
    current = inner;
  }
  return current;
}

function wrappedBy(graph: HeapGraph, closure: number): number {
  const bound = graph.follow(closure, EdgeType.internal, 'bound_function');
  // The function passed to `once` is a property of the wrapper, and of the state object to which Node.js binds the wrapper.
  const listener = graph.follow(closure, EdgeType.property, WRAPPED);
  if (listener !== -1 && graph.nodeType(listener) === NodeType.closure) return listener;
  if (bound === -1) return -1;
  const state = graph.follow(closure, EdgeType.internal, 'bound_this');
  const kept = state === -1 ? -1 : graph.follow(state, EdgeType.property, WRAPPED);
  const isState = kept !== -1 && graph.follow(state, EdgeType.property, 'wrapFn') === closure;
  return isState ? kept : bound;
}

/**
 * The function of the program that is called, with its place in the source. A function of Node.js that wraps it
 * (`AsyncResource.bind`) has it as an argument or in its scope. Null when no place is known.
 */
export function calledFunction(
  heap: { readonly graph: HeapGraph; readonly sources: SourceIndex },
  closure: number,
): { readonly closure: number; readonly place: SourcePlace } | null {
  const { graph, sources } = heap;
  const inner = unwrap(graph, closure);
  const place = sources.ofFunction(inner);
  if (place !== null && !isOfNode(place)) return { closure: inner, place };
  const given = new Set([...boundWith(graph, closure), ...variablesOf(graph, inner)]);
  const known = [...given].flatMap((node) => {
    const called = graph.nodeType(node) === NodeType.closure ? unwrap(graph, node) : -1;
    const at = called === -1 ? null : sources.ofFunction(called);
    return at === null || isOfNode(at) ? [] : { closure: called, place: at };
  });
  // With several functions it is unknown which one is called.
  if (new Set(known.map(({ closure }) => closure)).size === 1) return known[0];
  return place === null ? null : { closure: inner, place };
}

/** Whether a place is in a script that comes with Node.js. */
export function isOfNode({ file }: SourcePlace): boolean {
  return file.startsWith('node:');
}

function boundWith(graph: HeapGraph, closure: number): number[] {
  const given: number[] = [];
  for (let edge = graph.firstEdges[closure]; edge < graph.firstEdges[closure + 1]; edge += 1) {
    const type = graph.edgeType(edge);
    if ((type === EdgeType.internal || type === EdgeType.shortcut) && BOUND.test(graph.edgeName(edge)))
      given.push(graph.target(edge));
  }
  return given;
}

/** The values of the variables in a function's own scope. */
function variablesOf(graph: HeapGraph, closure: number): number[] {
  const scope = graph.follow(closure, EdgeType.internal, 'context');
  const values: number[] = [];
  if (scope === -1 || !graph.isContext(scope)) return values;
  for (let edge = graph.firstEdges[scope]; edge < graph.firstEdges[scope + 1]; edge += 1)
    if (graph.edgeType(edge) === EdgeType.context) values.push(graph.target(edge));
  return values;
}
