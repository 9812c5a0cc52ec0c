import type { HeapGraph } from '../graph/heap-graph.js';
import { EdgeType, NodeType } from '../snapshot/kinds.js';

/** What `process.version` looks like, pre-releases included. */
const VERSION = /^v(\d+\.\d+\.\d+[-.\w]*)$/;

/**
 * The version of Node.js that wrote a snapshot, from `process.version` on the heap, without its `v`; null for other
 * programs. O(nodes), a comparison of two integers each.
 *
 * @example
 * findNodeVersion(graph); // '22.23.3'
 */
export function findNodeVersion(graph: HeapGraph): string | null {
  const { nodeCount, nodeTypes, nodeNames } = graph;
  const name = graph.strings.indexOf('process');
  if (name === -1) return null;
  for (let node = 0; node < nodeCount; node += 1) {
    if (nodeNames[node] !== name || nodeTypes[node] !== NodeType.object) continue;
    const value = graph.follow(node, EdgeType.property, 'version');
    const [, version] = value === -1 ? [] : (VERSION.exec(graph.nodeName(value)) ?? []);
    if (version !== undefined) return version;
  }
  return null;
}
