import type { HeapGraph } from '../graph/heap-graph.js';
import { EdgeType, NodeType } from '../snapshot/kinds.js';
import { ClassTokens } from './class-token.js';
import { IdSet } from './id-set.js';

/** One object in so many is remembered by type and name, to check later that ids still mean the same objects. */
const PROBE_STRIDE = 61;
/** Containers below this size cannot tell growth from noise. */
const MIN_CONTAINER_ENTRIES = 4;

/**
 * What is kept of a snapshot once its graph is gone: no ordinal, only node ids, strings and counts.
 */
export interface SnapshotSummary {
  readonly ids: IdSet;
  /** Instances by {@link classNameKey}. */
  readonly classCounts: ReadonlyMap<string, number>;
  /** Instances by node id of what all of a kind share, see {@link ClassTokens}. */
  readonly tokenCounts: ReadonlyMap<number, number>;
  /** Entries with a value on the heap, by node id of the container. */
  readonly containerEntries: ReadonlyMap<number, number>;
  /** Shallow bytes of a container's store, by node id of the container: shows slots that hold only numbers. */
  readonly containerBytes: ReadonlyMap<number, number>;
  /** Type and name by node id, for a sample of the objects. */
  readonly probes: ReadonlyMap<number, string>;
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** Bytes. */
  readonly shallowBytes: number;
}

/** Name under which instances are counted: class of an object, name of a function. */
export function classNameKey(type: NodeType, name: string): string | null {
  switch (type) {
    case NodeType.object:
      return name;
    case NodeType.closure:
      return `function ${name}`;
    default:
      return null;
  }
}

/** O(nodes + edges of containers). */
export function summarizeSnapshot(graph: HeapGraph): SnapshotSummary {
  const { nodeCount, nodeIds, nodeTypes, nodeNames, shallowSizes } = graph;
  const ids = new IdSet(nodeIds[nodeCount - 1] ?? 0);
  const objectCounts = new Map<number, number>();
  const closureCounts = new Map<number, number>();
  const containerEntries = new Map<number, number>();
  const containerBytes = new Map<number, number>();
  const probes = new Map<number, string>();
  let shallowBytes = 0;
  for (let node = 0; node < nodeCount; node += 1) {
    const id = nodeIds[node];
    ids.add(id);
    shallowBytes += shallowSizes[node];
    const type = nodeTypes[node];
    if (type !== NodeType.object && type !== NodeType.closure) continue;
    const counts = type === NodeType.object ? objectCounts : closureCounts;
    counts.set(nodeNames[node], (counts.get(nodeNames[node]) ?? 0) + 1);
    if (id % PROBE_STRIDE === 0) probes.set(id, `${type} ${graph.nodeName(node)}`);
    if (type === NodeType.object) measureContainer(graph, node, containerEntries, containerBytes);
  }
  return {
    ids,
    classCounts: mergeCounts(graph, objectCounts, closureCounts),
    tokenCounts: new ClassTokens(graph).count(),
    containerEntries,
    containerBytes,
    probes,
    nodeCount,
    edgeCount: graph.edgeCount,
    shallowBytes,
  };
}

/** Entries and store bytes of an array, Map, Set or dictionary, whatever the class is called. */
function measureContainer(
  graph: HeapGraph,
  node: number,
  entries: Map<number, number>,
  bytes: Map<number, number>,
): void {
  const { firstEdges, nodeIds, shallowSizes } = graph;
  let elements = 0;
  let store = -1;
  for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge += 1) {
    const type = graph.edgeType(edge);
    if (type === EdgeType.element) elements += 1;
    else if (type === EdgeType.internal && store === -1 && isStoreName(graph.edgeName(edge)))
      store = graph.target(edge);
  }
  if (store === -1) return;
  const storeEdges = firstEdges[store + 1] - firstEdges[store];
  const size = Math.max(elements, storeEdges);
  if (size < MIN_CONTAINER_ENTRIES && shallowSizes[store] < MIN_CONTAINER_ENTRIES * 8) return;
  entries.set(nodeIds[node], size);
  bytes.set(nodeIds[node], shallowSizes[store]);
}

function isStoreName(name: string): boolean {
  return name === 'table' || name === 'elements' || name === 'properties';
}

function mergeCounts(
  graph: HeapGraph,
  objects: ReadonlyMap<number, number>,
  closures: ReadonlyMap<number, number>,
): Map<string, number> {
  const merged = new Map<string, number>();
  const add = (type: NodeType, counts: ReadonlyMap<number, number>) => {
    for (const [name, count] of counts) {
      const key = classNameKey(type, graph.strings.get(name));
      if (key !== null) merged.set(key, (merged.get(key) ?? 0) + count);
    }
  };
  add(NodeType.object, objects);
  add(NodeType.closure, closures);
  return merged;
}
