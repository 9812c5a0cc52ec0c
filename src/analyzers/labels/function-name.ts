import type { HeapGraph } from '../../graph/heap-graph.js';
import { EdgeType } from '../../snapshot/kinds.js';

/** What a function without a name is called. */
export const ANONYMOUS = '(anonymous function)';
/** A function bound more often than this is hostile. */
const MAX_BINDINGS = 8;

/** Name of a function; that of its target for a bound one, which V8 calls `native_bind` or nothing. */
export function functionName(graph: HeapGraph, closure: number): string {
  let current = closure;
  for (let hops = 0; hops < MAX_BINDINGS; hops += 1) {
    const target = graph.follow(current, EdgeType.internal, 'bound_function');
    if (target === -1) break;
    current = target;
  }
  return graph.nodeName(current) || ANONYMOUS;
}
