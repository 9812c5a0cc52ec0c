import { containerKind } from '../../graph/collection-entries.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { speaksOfLimit, speaksOfPermanentState } from '../../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import type { EdgeLabel } from '../labels/edge-label.js';
import { isInTable, partNamesOf } from '../labels/label-questions.js';
import type { HeapView } from '../objects/heap-view.js';
import type { IdleRegion } from './idle-region.js';

/** Maximum number of fields of a record; an object with more is a table. */
const MOST_FIELDS = 16;

/** Whether something on the path shows that the resource keeps this for as long as it lives. */
export function isPermanentState(
  { graph }: HeapView,
  region: IdleRegion,
  chain: readonly number[],
  labels: ReadonlyMap<number, readonly EdgeLabel[]>,
): boolean {
  const end = region.nodes[chain[chain.length - 1]];
  if (isDictionary(graph, end)) return true;
  return chain.some((local) => {
    const node = region.nodes[local];
    const named = labels.get(local) ?? [];
    if (named.some((label) => isInTable(label) || partNamesOf(label).some(speaksOfPermanentState))) return true;
    return speaksOfPermanentState(graph.nodeName(node)) || hasTableOrLimit(graph, node);
  });
}

/** A plain object with many properties: their names are data. */
function isDictionary(graph: HeapGraph, node: number): boolean {
  if (containerKind(graph, node) !== 'object') return false;
  let fields = 0;
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1)
    if (graph.edgeType(edge) === EdgeType.property) fields += 1;
  return fields > MOST_FIELDS;
}

/** Whether a node has a Map to look up its members, or a limit that bounds them. */
function hasTableOrLimit(graph: HeapGraph, node: number): boolean {
  if (graph.nodeTypes[node] !== NodeType.object) return false;
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
    const type = graph.edgeType(edge);
    if (type !== EdgeType.property && type !== EdgeType.context) continue;
    if (isTable(graph, graph.target(edge)) || speaksOfLimit(graph.edgeName(edge))) return true;
  }
  return isTable(graph, node);
}

function isTable(graph: HeapGraph, node: number): boolean {
  const kind = containerKind(graph, node);
  return kind === 'map' || kind === 'set' || kind === 'weak';
}

/** For each node, the bytes that it keeps in Maps and Sets. */
export function weighTables(
  graph: HeapGraph,
  { nodes, order, parents, resultBytes: brought }: IdleRegion,
): Float64Array {
  const within = new Uint8Array(nodes.length);
  const bytes = new Float64Array(nodes.length);
  const outermost: number[] = [];
  for (let index = 1; index < order.length; index += 1) {
    const local = order[index];
    within[local] = within[parents[local]];
    if (within[local] === 1 || nodes[local] === -1 || !isTable(graph, nodes[local])) continue;
    within[local] = 1;
    outermost.push(local);
  }
  for (const local of outermost) bytes[local] = brought[local];
  passUp(bytes, order, parents);
  return bytes;
}

/** For each node whether it keeps something that is, or holds, a connection of the operating system. */
export function markConnected({ graph, roles }: HeapView, { nodes, order, parents }: IdleRegion): Float64Array {
  // Sockets are recognized by class alone, and there are few classes.
  const isSocket = new Map<number, boolean>();
  const counts = Float64Array.from(nodes, (node) => {
    if (node === -1 || graph.nodeTypes[node] !== NodeType.object) return 0;
    const name = graph.nodeNames[node];
    const socket = isSocket.get(name) ?? roles.socketOf(node) === node;
    isSocket.set(name, socket);
    return socket || roles.isOpenHandle(node) ? 1 : 0;
  });
  passUp(counts, order, parents);
  return counts;
}

function passUp(amounts: Float64Array, order: Uint32Array, parents: Uint32Array): void {
  for (let index = order.length - 1; index > 0; index -= 1) amounts[parents[order[index]]] += amounts[order[index]];
}
