import type { HeapGraph } from '../../graph/heap-graph.js';
import { NodeType } from '../../snapshot/kinds.js';
import { ClassIdentities } from '../objects/class-identity.js';
import { type ContainerSizes, measureContainers } from './container-sizes.js';
import { FieldNumbers } from './field-numbers.js';
import { collectFieldStates } from './field-states.js';
import { IdNumbers } from './id-numbers.js';
import { IdSet } from './id-set.js';
import { findNodeVersion } from './node-version.js';

/**
 * One object in 2^PROBE_BITS is recorded with type and name, to check later that ids still refer to the same objects.
 */
const PROBE_BITS = 6;
/** Spreads ids that follow a pattern: Fibonacci hashing (Knuth, TAOCP 3, 6.4), by the golden ratio of 32 bits. */
const GOLDEN_RATIO = 0x9e3779b9;

/** What is kept of a snapshot after its graph is dropped: only node ids, strings and counts, no ordinals. */
export interface SnapshotSummary extends ContainerSizes {
  readonly ids: IdSet;
  /** Largest id of a JavaScript object. V8 numbers upwards, so within an epoch a later snapshot has a larger one. */
  readonly largestId: number;
  /** Instances by {@link classNameKey}. V8 leaves objects without any reference out of the file. */
  readonly classCounts: ReadonlyMap<string, number>;
  /** Shallow bytes of all instances by {@link classNameKey}. */
  readonly classBytes: ReadonlyMap<string, number>;
  /** Instances by the key of their kind, see {@link ClassIdentities.keyOf}. */
  readonly kindCounts: ReadonlyMap<number, number>;
  /** Type and name by node id, for a sample of the objects. */
  readonly probes: ReadonlyMap<number, string>;
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** Bytes, of all nodes. */
  readonly shallowBytes: number;
  /** Bytes on the JavaScript heap, which the heap limit counts. */
  readonly heapBytes: number;
  /** Without its `v`, or null when the snapshot does not show it. */
  readonly nodeVersion: string | null;
  /** Digests of the fields of objects, by node id: of the last snapshot but one, and of no other. */
  readonly fieldStates: Pick<IdNumbers, 'get'>;
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

/** Whether an object of that node id is in {@link SnapshotSummary.probes}. */
export function isProbed(id: number): boolean {
  return Math.imul(id, GOLDEN_RATIO) >>> (32 - PROBE_BITS) === 0;
}

/** The parts of a summary that are needed; the others stay empty. */
export interface SummaryNeeds {
  /** False for the last snapshot of a series: no later one needs its ids. */
  readonly ids: boolean;
  /** False for the last snapshot: its kinds are counted in its graph. */
  readonly kinds: boolean;
  /** False where growth of containers cannot be determined. */
  readonly containers: boolean;
  /** Only for the last snapshot but one. */
  readonly fields: boolean;
}

const EVERYTHING: SummaryNeeds = { ids: true, kinds: true, containers: true, fields: true };
const NO_STATES = new IdNumbers();
const NO_CONTAINERS: ContainerSizes = {
  containerEntries: new IdNumbers(),
  containerBytes: new IdNumbers(),
  fieldEntries: new FieldNumbers(),
  fieldText: new FieldNumbers(),
};

/** The summary of a snapshot that is no longer the last but one: what only that one needs is let go. */
export function withoutFields(summary: SnapshotSummary): SnapshotSummary {
  return { ...summary, fieldStates: NO_STATES };
}

/** O(nodes + edges). */
export function summarizeSnapshot(graph: HeapGraph, needs: SummaryNeeds = EVERYTHING): SnapshotSummary {
  return {
    ...(needs.ids ? collectIds(graph) : { ids: new IdSet(0), probes: new Map<number, string>() }),
    ...tally(graph),
    kindCounts: needs.kinds ? new ClassIdentities(graph).count() : new Map(),
    ...(needs.containers ? measureContainers(graph) : NO_CONTAINERS),
    nodeCount: graph.nodeCount,
    edgeCount: graph.edgeCount,
    nodeVersion: findNodeVersion(graph),
    fieldStates: needs.fields ? collectFieldStates(graph) : NO_STATES,
  };
}

function collectIds(graph: HeapGraph): Pick<SnapshotSummary, 'ids' | 'probes'> {
  const { nodeCount, nodeIds, nodeTypes } = graph;
  const ids = new IdSet(nodeIds[nodeCount - 1] ?? 0);
  const probes = new Map<number, string>();
  for (let node = 0; node < nodeCount; node += 1) {
    const id = nodeIds[node];
    ids.add(id);
    if (!isProbed(id)) continue;
    const type = nodeTypes[node];
    if (type === NodeType.object || type === NodeType.closure) probes.set(id, `${type} ${graph.nodeName(node)}`);
  }
  return { ids, probes };
}

type Tallies = Pick<SnapshotSummary, 'classCounts' | 'classBytes' | 'largestId' | 'shallowBytes' | 'heapBytes'>;

function tally(graph: HeapGraph): Tallies {
  const { nodeCount, nodeIds, nodeTypes, shallowSizes } = graph;
  let shallowBytes = 0;
  let heapBytes = 0;
  let largestId = 0;
  for (let node = 0; node < nodeCount; node += 1) {
    const id = nodeIds[node];
    // Even ids belong to native objects and are derived from addresses, not numbered in order.
    if ((id & 1) === 1 && id > largestId) largestId = id;
    const size = shallowSizes[node];
    shallowBytes += size;
    if (nodeTypes[node] !== NodeType.native) heapBytes += size;
  }
  const classCounts = new Map<string, number>();
  const classBytes = new Map<string, number>();
  const add = (type: NodeType, name: number, count: number, bytes: number) => {
    const key = classNameKey(type, graph.strings.get(name));
    if (key === null) return;
    classCounts.set(key, (classCounts.get(key) ?? 0) + count);
    classBytes.set(key, (classBytes.get(key) ?? 0) + bytes);
  };
  for (const name of graph.classes.names) {
    const objects = graph.classes.objectsOf(name);
    add(NodeType.object, name, objects.length, sumSizes(graph, objects));
  }
  for (const [name, { count, bytes }] of tallyClosures(graph)) add(NodeType.closure, name, count, bytes);
  return { classCounts, classBytes, largestId, shallowBytes, heapBytes };
}

/** Functions by the index of their name, ascending. */
function tallyClosures({ classes, nodeNames, shallowSizes }: HeapGraph): [number, { count: number; bytes: number }][] {
  const tallies = new Map<number, { count: number; bytes: number }>();
  for (let place = 0, end = classes.closures.length; place < end; place += 1) {
    const node = classes.closures[place];
    const known = tallies.get(nodeNames[node]);
    if (known === undefined) tallies.set(nodeNames[node], { count: 1, bytes: shallowSizes[node] });
    else {
      known.count += 1;
      known.bytes += shallowSizes[node];
    }
  }
  return [...tallies].sort(([a], [b]) => a - b);
}

function sumSizes({ shallowSizes }: HeapGraph, nodes: Uint32Array): number {
  let bytes = 0;
  for (let place = 0, end = nodes.length; place < end; place += 1) bytes += shallowSizes[nodes[place]];
  return bytes;
}
