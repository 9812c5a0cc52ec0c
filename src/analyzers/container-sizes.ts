import type { HeapGraph } from '../graph/heap-graph.js';
import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../snapshot/columns.js';
import { EdgeType, NodeType } from '../snapshot/kinds.js';
import { ContainerEntries } from './container-entries.js';
import { TextSizes } from './container-text.js';

/** Containers with fewer entries and a smaller store are not remembered. */
export const MIN_CONTAINER_ENTRIES = 4;
const MIN_CONTAINER_BYTES = 256;
/** From here on a container is also remembered by who refers to it, as it may be replaced. */
const MIN_FIELD_ENTRIES = 8;
/** Content bytes of a string that is remembered. */
const MIN_TEXT_BYTES = 1024;
const CONTEXT_CELL = 'system / ContextCell';

/** Sizes of everything in one snapshot that can grow without a new object, keyed by what outlives the snapshot. */
export interface ContainerSizes {
  /** Entries of which anything is on the heap, by node id of the container. */
  readonly containerEntries: ReadonlyMap<number, number>;
  /** Shallow bytes of a container's stores, by node id of the container: shows slots that hold only numbers. */
  readonly containerBytes: ReadonlyMap<number, number>;
  /** Entries by {@link fieldKey}: a container that is copied to grow (`list = list.concat(x)`) has a new id each time. */
  readonly fieldEntries: ReadonlyMap<string, number>;
  /** Content bytes of long strings by {@link fieldKey}: a string that gets longer is another string. */
  readonly fieldText: ReadonlyMap<string, number>;
}

/** Names a field or variable across snapshots: node id of its owner and its name. */
export function fieldKey(ownerId: number, field: string): string {
  return `${ownerId}.${field}`;
}

/** The inverse of {@link fieldKey}. */
export function parseFieldKey(key: string): { ownerId: number; field: string } {
  const dot = key.indexOf('.');
  return { ownerId: Number(key.slice(0, dot)), field: key.slice(dot + 1) };
}

/** What `edge` refers to; from Node 26 on a variable may lie in a cell of its own. */
export function fieldTarget(graph: HeapGraph, edge: number): number {
  const target = graph.target(edge);
  if (graph.edgeType(edge) !== EdgeType.context || graph.nodeName(target) !== CONTEXT_CELL) return target;
  for (let inner = graph.firstEdges[target]; inner < graph.firstEdges[target + 1]; inner += 1) {
    const value = graph.target(inner);
    if (graph.edgeType(inner) === EdgeType.internal && graph.edgeName(inner) !== 'map') return value;
  }
  return target;
}

/** Two passes over the heap, O(nodes + edges). */
export function measureContainers(graph: HeapGraph): ContainerSizes {
  const { nodeCount, nodeIds, nodeTypes } = graph;
  const reader = new ContainerEntries(graph);
  const containerEntries = new Map<number, number>();
  const containerBytes = new Map<number, number>();
  const entriesOf = new Uint32Array(nodeCount);
  for (let node = 0; node < nodeCount; node += 1) {
    if (nodeTypes[node] !== NodeType.object) continue;
    const measure = reader.measure(node);
    if (measure === null) continue;
    const { entries, bytes } = measure;
    if (entries < MIN_CONTAINER_ENTRIES && bytes < MIN_CONTAINER_BYTES) continue;
    entriesOf[node] = entries;
    containerEntries.set(nodeIds[node], entries);
    containerBytes.set(nodeIds[node], bytes);
  }
  return { containerEntries, containerBytes, ...measureFields(graph, entriesOf) };
}

function measureFields(graph: HeapGraph, entriesOf: Uint32Array): Pick<ContainerSizes, 'fieldEntries' | 'fieldText'> {
  const { nodeCount, firstEdges, edgeHeads, edgeNames, nodeIds } = graph;
  const texts = new TextSizes(graph);
  const proto = graph.strings.indexOf('__proto__');
  const fieldEntries = new Map<string, number>();
  const fieldText = new Map<string, number>();
  for (let node = 0; node < nodeCount; node += 1) {
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge += 1) {
      const head = edgeHeads[edge];
      // Properties and variables keep the type that the file gave them.
      const type = head & EDGE_TYPE_MASK;
      if ((type !== EdgeType.property && type !== EdgeType.context) || edgeNames[edge] === proto) continue;
      const target = type === EdgeType.context ? fieldTarget(graph, edge) : head >>> EDGE_TYPE_BITS;
      if (entriesOf[target] >= MIN_FIELD_ENTRIES) {
        fieldEntries.set(fieldKey(nodeIds[node], graph.edgeName(edge)), entriesOf[target]);
      } else if (texts.mayHave(target, MIN_TEXT_BYTES)) {
        const content = texts.content(target);
        if (content >= MIN_TEXT_BYTES) fieldText.set(fieldKey(nodeIds[node], graph.edgeName(edge)), content);
      }
    }
  }
  return { fieldEntries, fieldText };
}
