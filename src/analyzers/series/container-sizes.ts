import type { HeapGraph } from '../../graph/heap-graph.js';
import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../../snapshot/columns.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import { ContainerEntries } from './container-entries.js';
import { FieldNumbers } from './field-numbers.js';
import { IdNumbers } from './id-numbers.js';
import { TextSizes } from './text-sizes.js';

/** Smaller containers are left out of the summary. */
export const MIN_CONTAINER_ENTRIES = 4;
const MIN_CONTAINER_BYTES = 256;
/** Number of entries from which a container is also recorded by the field that refers to it, as it may be replaced. */
const MIN_FIELD_ENTRIES = 8;
/** Least content bytes of a string in the summary. */
const MIN_TEXT_BYTES = 1024;
const CONTEXT_CELL = 'system / ContextCell';
/** Kinds of targets that are followed. */
const COLLECTION = 1;
const TEXT = 2;
const CELL = 3;

/** Sizes of everything in one snapshot that can grow without a new object, by keys that are valid across snapshots. */
export interface ContainerSizes {
  /** Entries with a node on the heap, by node id of the container. */
  readonly containerEntries: Pick<IdNumbers, 'get' | 'ids'>;
  /** Shallow bytes of a container's stores, by node id of the container: shows slots that hold only numbers. */
  readonly containerBytes: Pick<IdNumbers, 'get'>;
  /** Entries by field: a container that is copied to grow (`list = list.concat(x)`) has a new id each time. */
  readonly fieldEntries: Pick<FieldNumbers, 'get' | 'keys'>;
  /** Content bytes of long strings by field: a string that gets longer is another string. */
  readonly fieldText: Pick<FieldNumbers, 'get' | 'keys'>;
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
  const containerEntries = new IdNumbers();
  const containerBytes = new IdNumbers();
  const entriesOf = new Uint32Array(nodeCount);
  for (let node = 0; node < nodeCount; node += 1) {
    if (nodeTypes[node] !== NodeType.object || !reader.measure(node)) continue;
    const { entries, bytes } = reader;
    if (entries < MIN_CONTAINER_ENTRIES && bytes < MIN_CONTAINER_BYTES) continue;
    entriesOf[node] = entries;
    containerEntries.add(nodeIds[node], entries);
    containerBytes.add(nodeIds[node], bytes);
  }
  return { containerEntries, containerBytes, ...measureFields(graph, entriesOf) };
}

function measureFields(graph: HeapGraph, entriesOf: Uint32Array): Pick<ContainerSizes, 'fieldEntries' | 'fieldText'> {
  const texts = new TextSizes(graph);
  const fieldEntries = new FieldNumbers();
  const fieldText = new FieldNumbers();
  const kinds = findFollowed(graph, entriesOf, texts);
  forEachReference(graph, kinds, (node, edge) => {
    const target = fieldTarget(graph, edge);
    if (kinds[target] === COLLECTION) {
      fieldEntries.add({ ownerId: graph.nodeIds[node], field: graph.edgeName(edge) }, entriesOf[target]);
    } else if (kinds[target] === TEXT) {
      const content = texts.content(target);
      if (content >= MIN_TEXT_BYTES)
        fieldText.add({ ownerId: graph.nodeIds[node], field: graph.edgeName(edge) }, content);
    }
  });
  return { fieldEntries, fieldText };
}

/** By ordinal: the kind of target that a node is, or 0. */
function findFollowed(graph: HeapGraph, entriesOf: Uint32Array, texts: TextSizes): Uint8Array {
  const { nodeCount, nodeNames } = graph;
  const cell = graph.strings.indexOf(CONTEXT_CELL);
  const kinds = new Uint8Array(nodeCount);
  for (let node = 0; node < nodeCount; node += 1) {
    if (entriesOf[node] >= MIN_FIELD_ENTRIES) kinds[node] = COLLECTION;
    else if (texts.mayHave(node, MIN_TEXT_BYTES)) kinds[node] = TEXT;
    else if (nodeNames[node] === cell) kinds[node] = CELL;
  }
  return kinds;
}

/**
 * Calls `visit` for each field and variable that refers to a node of some kind. Nearly all edges of the heap lead
 * elsewhere, so this is a separate loop, which is compiled once.
 */
function forEachReference(graph: HeapGraph, kinds: Uint8Array, visit: (node: number, edge: number) => void): void {
  const { nodeCount, firstEdges, edgeHeads, edgeNames } = graph;
  const proto = graph.strings.indexOf('__proto__');
  for (let node = 0; node < nodeCount; node += 1) {
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge += 1) {
      const head = edgeHeads[edge];
      // Properties and variables keep the type that the file gave them.
      const type = head & EDGE_TYPE_MASK;
      if (type !== EdgeType.property && type !== EdgeType.context) continue;
      if (kinds[head >>> EDGE_TYPE_BITS] !== 0 && edgeNames[edge] !== proto) visit(node, edge);
    }
  }
}
