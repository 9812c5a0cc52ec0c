import { containerKind } from '../../graph/collection-entries.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { PLAIN_CLASSES } from '../../profiles/node-core.js';
import { NodeType } from '../../snapshot/kinds.js';
import type { ClusterCase } from '../cases/cluster-case.js';
import { holderOfCut } from '../cases/containers-of-cut.js';
import { tellingClassName } from '../labels/class-names.js';

/** References of the place that are looked at. */
const MOST_ASKED = 50;

/**
 * What the entries of a collection are called, where the leading suspects are parts of these: `Seat` for sockets in `Hall.seats{}`, each
 * of which a Seat has. Null where they are entries themselves, and where an entry is a plain object or not always of one class.
 */
export function entryName(c: ClusterCase): string | null {
  const { view } = c.context;
  const { graph } = view;
  if (!c.isInList) return null;
  const leading = new Set(c.facts.leading.nodes);
  const edges = holderOfCut(c.cluster, c.set)?.edges.filter((edge) => edge !== -1) ?? [];
  const names = new Set<string | null>();
  for (const edge of edges.slice(0, MOST_ASKED)) {
    // In a short series the reference is that of the entry to its part, which is called after the collection.
    const target = graph.target(edge);
    const entry = leading.has(target) ? graph.source(edge) : target;
    names.add(isOfClass(graph, entry) ? tellingClassName(view, entry, graph.nodeName(entry)) : null);
  }
  const [name] = names;
  return names.size === 1 && name !== undefined ? name : null;
}

function isOfClass(graph: HeapGraph, node: number): boolean {
  return (
    graph.nodeType(node) === NodeType.object &&
    containerKind(graph, node) === null &&
    !PLAIN_CLASSES.has(graph.nodeName(node)) &&
    !graph.isSystem(node)
  );
}
