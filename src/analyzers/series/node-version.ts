import type { HeapGraph } from '../../graph/heap-graph.js';
import { EdgeType } from '../../snapshot/kinds.js';

/** What `process.version` looks like, pre-releases included. */
const VERSION = /^v(\d+\.\d+\.\d+[-.\w]*)$/;

/**
 * The version of Node.js that wrote a snapshot, from `process.version` on the heap, without its `v`; null for other
 * programs.
 *
 * @example
 * findNodeVersion(graph); // '22.23.3'
 */
export function findNodeVersion(graph: HeapGraph): string | null {
  for (const node of graph.classes.objectsOf(graph.strings.indexOf('process'))) {
    const value = graph.follow(node, EdgeType.property, 'version');
    const [, version] = value === -1 ? [] : (VERSION.exec(graph.nodeName(value)) ?? []);
    if (version !== undefined) return version;
  }
  return null;
}
