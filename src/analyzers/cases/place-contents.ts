import { type ContainerKind, containerKind, forEachEntry } from '../../graph/collection-entries.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { readNode } from '../../graph/values.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import type { IdSet } from '../series/id-set.js';

/** Names of the artificial nodes that V8 writes for small integers; the second one from Node 26 on. */
const SMALL_INTEGERS = new Set(['smi number', 'int']);

/** Classes named in one sentence. */
const MOST_NAMES = 3;

/** What the entries of some containers are. */
export interface ContainerContents {
  /** References to objects and functions. */
  readonly references: number;
  /** Ordinals of the different objects that they lead to, by node id. */
  readonly targets: readonly number[];
  /** How many of the targets were allocated during the series. */
  readonly young: number;
  /** References to strings, booleans, null, symbols and numbers that have a node. */
  readonly values: number;
  /** How many of the values are new in the last round. Some of them may be new values of old entries. */
  readonly fresh: number;
  /** How many of the values are `null` or `undefined`, which a queue leaves behind where it removed an entry. */
  readonly cleared: number;
}

/** The contents of strings, which have no entries. */
export const NO_ENTRIES: ContainerContents = {
  references: 0,
  targets: [],
  young: 0,
  values: 0,
  fresh: 0,
  cleared: 0,
};

/**
 * @param before ids of the snapshot that growth is counted from
 * @param previous ids of the last snapshot but one
 */
export function readContents(
  graph: HeapGraph,
  containers: readonly number[],
  before: IdSet,
  previous: IdSet,
): ContainerContents {
  const targets = new Set<number>();
  let references = 0;
  let values = 0;
  let fresh = 0;
  let cleared = 0;
  const visit = (edge: number) => {
    const target = graph.target(edge);
    switch (graph.nodeTypes[target]) {
      case NodeType.object:
      case NodeType.closure:
      case NodeType.regexp:
      case NodeType.native:
        references += 1;
        targets.add(target);
        break;
      case NodeType.hidden: {
        // V8 does not list a Proxy as an object.
        if (graph.nodeName(target) === 'system / JSProxy') {
          references += 1;
          targets.add(target);
          break;
        }
        const { kind } = readNode(graph, target);
        values += 1;
        if (kind === 'null' || kind === 'undefined') cleared += 1;
        break;
      }
      default:
        values += 1;
        // A small integer is no heap object: the artificial node that stands for it has another id in each snapshot.
        if (!SMALL_INTEGERS.has(graph.nodeName(target)) && !previous.has(graph.nodeIds[target])) fresh += 1;
    }
  };
  for (const container of containers) {
    // A Map may have elements or properties of its own, but programs do not use them as entries.
    forEachEntry(graph, container, collectionKind(graph, container), visit);
  }
  const ordered = [...targets].sort((a, b) => graph.nodeIds[a] - graph.nodeIds[b]);
  return {
    references,
    targets: ordered,
    young: ordered.filter((node) => !before.has(graph.nodeIds[node])).length,
    values,
    fresh,
    cleared,
  };
}

/**
 * Number of entries by the snapshot that first showed their value, when these numbers rise in the order of the entries: then no
 * entry was given a new value later. Null where this is unknown, as in a Map or Set, whose entries show a key and a value.
 *
 * @param ids of each snapshot but the last
 */
export function readBirths(graph: HeapGraph, container: number, ids: readonly IdSet[]): readonly number[] | null {
  const kind = collectionKind(graph, container);
  if (kind !== 'array' && kind !== 'object') return null;
  const births = new Array<number>(ids.length + 1).fill(0);
  let latest = 0;
  let isOrdered = true;
  forEachEntry(graph, container, kind, (edge) => {
    const id = graph.nodeIds[graph.target(edge)];
    const first = ids.findIndex((earlier) => earlier.has(id));
    const birth = first === -1 ? ids.length : first;
    births[birth] += 1;
    isOrdered &&= birth >= latest;
    latest = birth;
  });
  return isOrdered ? births : null;
}

/** A class instance in dictionary mode serves as a dictionary, one with elements as an array. */
function collectionKind(graph: HeapGraph, node: number): ContainerKind {
  const kind = containerKind(graph, node);
  if (kind !== null) return kind;
  return graph.findEdge(node, EdgeType.internal, 'elements') === -1 ? 'object' : 'array';
}

/** Names of the classes that entries lead to, most frequent first: classes, never contents. */
export function targetNames(graph: HeapGraph, { targets }: ContainerContents): string {
  const counts = new Map<string, number>();
  for (const node of targets) {
    const isFunction = graph.nodeType(node) === NodeType.closure;
    const name = isFunction ? `${graph.nodeName(node) || '(anonymous)'}()` : graph.nodeName(node) || 'Object';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const names = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
  return names.length > MOST_NAMES ? `${names.slice(0, MOST_NAMES).join(', ')} and others` : names.join(', ');
}
