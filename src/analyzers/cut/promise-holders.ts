import type { Source } from '../../findings/report-schema.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import { functionName } from '../labels/closure-name.js';
import type { HeapView } from '../objects/heap-view.js';

/** Most references from a promise's reaction to the function that waits. */
const REACH = 6;
const MOST_SEEN = 400;
const NO_WAY = new Set([
  'map',
  '__proto__',
  'native_context',
  'previous',
  'shared',
  'code',
  'feedback_cell',
  'scope_info',
]);

/**
 * The function that continues when a promise is settled. An `await` adds a reaction whose handlers have a scope with the
 * generator of the async function, and the generator refers to its function:
 * `PromiseReaction → handler → Context → extension: Generator → function`.
 * Otherwise it is the first function of the program that the reaction would call.
 *
 * @param from the reaction, the promise or the handler
 */
export function describeWaiting(view: HeapView, from: number): { name: string; source: Source | null } | null {
  const { graph, sources } = view;
  let handler = -1;
  const queue = [{ node: from, depth: 0 }];
  const seen = new Set([from]);
  for (const { node, depth } of queue) {
    if (graph.nodeName(node) === 'Generator' || graph.nodeName(node) === 'AsyncGenerator') {
      const called = graph.follow(node, EdgeType.internal, 'function');
      if (called !== -1) return { name: functionName(graph, called), source: sources.ofFunction(called) };
    }
    if (handler === -1 && graph.nodeType(node) === NodeType.closure && sources.ofFunction(node) !== null)
      handler = node;
    if (depth === REACH || seen.size > MOST_SEEN) continue;
    for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
      const type = graph.edgeType(edge);
      if (type === EdgeType.weak || type === EdgeType.shortcut) continue;
      if (type === EdgeType.property || type === EdgeType.element || NO_WAY.has(graph.edgeName(edge))) continue;
      const target = graph.target(edge);
      if (seen.has(target)) continue;
      seen.add(target);
      queue.push({ node: target, depth: depth + 1 });
    }
  }
  return handler === -1 ? null : { name: functionName(graph, handler), source: sources.ofFunction(handler) };
}
