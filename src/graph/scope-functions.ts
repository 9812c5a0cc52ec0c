import { EdgeType, NodeType } from '../snapshot/kinds.js';
import type { HeapGraph } from './heap-graph.js';

/** Maximum nesting depth of functions. */
const MOST_SCOPES = 16;
const SCOPE_INFO = 'system / ScopeInfo';

/**
 * Functions written inside the one whose scope this is, at any depth, whether or not a closure of them is alive: a
 * listener that was called and collected leaves its compiled code behind. They are found by the chain of scope
 * descriptions that the compiler keeps. Functions that were never compiled, or whose code V8 has dropped, may be
 * missing. O(nodes).
 *
 * @param scope ordinal of a `system / Context`
 * @returns ordinals of the `SharedFunctionInfo` of each function
 */
export function* findFunctionsWithin(graph: HeapGraph, scope: number): Generator<number> {
  const wanted = graph.follow(scope, EdgeType.internal, 'scope_info');
  if (wanted === -1) return;
  for (let node = 0; node < graph.nodeCount; node += 1) {
    if (graph.nodeTypes[node] !== NodeType.code) continue;
    let info = outerScopeOf(graph, node);
    for (let hops = 0; hops < MOST_SCOPES && info !== -1; hops += 1) {
      if (info === wanted) {
        yield node;
        break;
      }
      info = outerOf(graph, info);
    }
  }
}

/** Description of the scope around a function, or -1 when `node` is not a function or has no enclosing scope. */
function outerScopeOf(graph: HeapGraph, node: number): number {
  const own = graph.follow(node, EdgeType.internal, 'name_or_scope_info');
  if (own === -1) return -1;
  if (graph.nodeName(own) === SCOPE_INFO) return outerOf(graph, own);
  const outer = graph.follow(node, EdgeType.internal, 'raw_outer_scope_info_or_feedback_metadata');
  return outer !== -1 && graph.nodeName(outer) === SCOPE_INFO ? outer : -1;
}

/** The description of the enclosing scope, to which a scope description refers. */
function outerOf(graph: HeapGraph, info: number): number {
  for (let edge = graph.firstEdges[info]; edge < graph.firstEdges[info + 1]; edge += 1) {
    const target = graph.target(edge);
    if (target !== info && graph.nodeName(target) === SCOPE_INFO) return target;
  }
  return -1;
}
