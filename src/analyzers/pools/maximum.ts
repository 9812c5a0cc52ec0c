import type { HeapGraph } from '../../graph/heap-graph.js';
import { readNode } from '../../graph/values.js';
import { splitWords } from '../../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import type { PoolBooks } from './books/pool-books.js';

/** Words that mark a numeric field as a maximum. */
export const MAXIMUM_WORDS: ReadonlySet<string> = new Set(['max', 'maximum', 'limit', 'capacity']);
/** Words for resources: they do not show which book is meant. */
export const THING_WORDS: ReadonlySet<string> = new Set(
  'connections connection conns conn clients client resources resource sockets socket sessions objects items entries'.split(
    ' ',
  ),
);
const OPTION_FIELDS = new Set(['options', 'opts', '_options', 'config', '_config', 'settings', '#options', '#config']);

/** The maximum number of resources: a field of the pool or of its options. */
export function findMaximum(graph: HeapGraph, pool: PoolBooks): { field: string; value: number } | null {
  for (const { field, value } of pool.counters) if (value > 0 && isMaximum(field)) return { field, value };
  for (let edge = graph.firstEdges[pool.node]; edge < graph.firstEdges[pool.node + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property || !OPTION_FIELDS.has(graph.edgeName(edge))) continue;
    const options = graph.target(edge);
    if (graph.nodeType(options) !== NodeType.object) continue;
    for (let own = graph.firstEdges[options]; own < graph.firstEdges[options + 1]; own += 1) {
      if (graph.edgeType(own) !== EdgeType.property || !isMaximum(graph.edgeName(own))) continue;
      const value = readNode(graph, graph.target(own));
      if (value.kind === 'number' && value.value !== null && value.value > 0 && Number.isFinite(value.value))
        return { field: `${graph.edgeName(edge)}.${graph.edgeName(own)}`, value: value.value };
    }
  }
  return null;
}

/** `max`, `connectionLimit`, `maxPoolSize`, but neither `maxUses` nor `maxFreeSockets`. */
export function isMaximum(field: string): boolean {
  const words = splitWords(field);
  if (!words.some((word) => MAXIMUM_WORDS.has(word))) return false;
  return words.every(
    (word) =>
      MAXIMUM_WORDS.has(word) || THING_WORDS.has(word) || word === 'pool' || word === 'size' || word === 'total',
  );
}
