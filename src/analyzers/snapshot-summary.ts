import type { HeapGraph } from '../graph/heap-graph.js';
import { NodeType } from '../snapshot/kinds.js';
import { ClassTokens } from './class-token.js';
import { type ContainerSizes, measureContainers } from './container-sizes.js';
import { IdSet } from './id-set.js';

/** One object in so many is remembered by type and name, to check later that ids still mean the same objects. */
const PROBE_STRIDE = 61;

/**
 * What is kept of a snapshot once its graph is gone: no ordinal, only node ids, strings and counts.
 */
export interface SnapshotSummary extends ContainerSizes {
  readonly ids: IdSet;
  /** Instances by {@link classNameKey}. */
  readonly classCounts: ReadonlyMap<string, number>;
  /** Instances by node id of what all of a kind share, see {@link ClassTokens}. */
  readonly tokenCounts: ReadonlyMap<number, number>;
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

/** O(nodes + edges). */
export function summarizeSnapshot(graph: HeapGraph): SnapshotSummary {
  const { nodeCount, nodeIds, nodeTypes, nodeNames, shallowSizes } = graph;
  const ids = new IdSet(nodeIds[nodeCount - 1] ?? 0);
  const objectCounts = new Map<number, number>();
  const closureCounts = new Map<number, number>();
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
  }
  return {
    ids,
    classCounts: mergeCounts(graph, objectCounts, closureCounts),
    tokenCounts: new ClassTokens(graph).count(),
    ...measureContainers(graph),
    probes,
    nodeCount,
    edgeCount: graph.edgeCount,
    shallowBytes,
  };
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
