import type { HeapGraph } from '../../graph/heap-graph.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import type { Cluster } from './clusters.js';
import type { SuspectRegion } from './region.js';

/** Most owners of lists that are looked at, and most fields of each. */
const MOST_OWNERS = 16;
const MOST_ENDS = 4;
/** Share of the entries that must lie between the ends of lists. */
const MEMBER_SHARE = 0.5;

/** A link field: its class and its name, as indexes of the string table. */
interface Link {
  readonly owner: number;
  readonly field: number;
}

/**
 * Whether most entries that a link field chains are still members of a list: they lie between two ends to which one object
 * refers, or in a ring. Such entries must be removed from their list, whereas an entry that left the list before must have its
 * link cleared. For a list with only one end the two cannot be distinguished.
 *
 * O(entries × fields of an entry).
 */
export function areInList(region: SuspectRegion, cluster: Cluster, label: number): boolean {
  const { graph, nodes } = region;
  const link = findLink(region, cluster, label);
  if (link === null) return false;
  const entries = cluster.suspects.map((local) => nodes[local]).filter((node) => leadsOn(graph, node, link));
  if (entries.length === 0) return false;
  const members = new Set<number>();
  for (const owner of ownersOf(graph, cluster)) {
    for (const walked of listsOf(graph, owner, link)) for (const node of walked) members.add(node);
  }
  return entries.filter((node) => members.has(node)).length >= entries.length * MEMBER_SHARE;
}

function findLink(region: SuspectRegion, cluster: Cluster, label: number): Link | null {
  const { graph, nodes } = region;
  for (const local of cluster.locals) {
    const source = nodes[local];
    let target = -1;
    region.forEachReference(local, (other, to) => {
      if (other === label && target === -1) target = nodes[to];
    });
    if (target === -1) continue;
    for (let edge = graph.firstEdges[source]; edge < graph.firstEdges[source + 1]; edge += 1)
      if (graph.target(edge) === target && graph.edgeType(edge) === EdgeType.property)
        return { owner: graph.nodeNames[source], field: graph.edgeNames[edge] };
  }
  return null;
}

/** Objects and scopes whose fields and variables lead into a cluster. */
function ownersOf(graph: HeapGraph, cluster: Cluster): Set<number> {
  const owners = new Set<number>();
  for (const { label, edges } of cluster.holders) {
    if (label.kind !== 'field' && label.kind !== 'closure') continue;
    for (const edge of edges) {
      if (owners.size >= MOST_OWNERS) return owners;
      if (edge !== -1 && isNamed(graph, edge)) owners.add(graph.source(edge));
    }
  }
  return owners;
}

/** Whether a reference is a field, or a variable of a scope. */
function isNamed(graph: HeapGraph, edge: number): boolean {
  const type = graph.edgeType(edge);
  return type === EdgeType.property || type === EdgeType.context;
}

/** The entries between two ends that one owner refers to, and those of a ring through the owner itself. */
function* listsOf(graph: HeapGraph, owner: number, link: Link): Generator<readonly number[]> {
  const ends = new Set<number>();
  for (let edge = graph.firstEdges[owner]; edge < graph.firstEdges[owner + 1] && ends.size < MOST_ENDS; edge += 1) {
    const target = graph.target(edge);
    if (isNamed(graph, edge) && leadsOn(graph, target, link)) ends.add(target);
  }
  for (const end of ends) {
    const walked = walk(graph, end, link, (node) => node === owner || (node !== end && ends.has(node)));
    if (walked !== null) yield walked;
  }
}

/** The nodes from `start` to the first one that ends the list, inclusive; null when none does. */
function walk(graph: HeapGraph, start: number, link: Link, isEnd: (node: number) => boolean): number[] | null {
  const passed = [start];
  const seen = new Set(passed);
  for (let node = next(graph, start, link); node !== -1 && !seen.has(node); node = next(graph, node, link)) {
    passed.push(node);
    if (isEnd(node)) return passed;
    seen.add(node);
  }
  return null;
}

/** Whether a node has the link field, itself or in a wrapper, even if nothing follows. */
function leadsOn(graph: HeapGraph, node: number, link: Link): boolean {
  return linkOf(graph, node, link) !== -1;
}

/** The next entry: by the link of this one, or by that of a wrapper which it holds; -1 at the end. */
function next(graph: HeapGraph, node: number, link: Link): number {
  const edge = linkOf(graph, node, link);
  if (edge === -1 || graph.nodeType(graph.target(edge)) !== NodeType.object) return -1;
  return graph.target(edge);
}

function linkOf(graph: HeapGraph, node: number, link: Link): number {
  const own = linkWithin(graph, node, link);
  if (own !== -1 || graph.nodeType(node) !== NodeType.object) return own;
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property) continue;
    const inner = linkWithin(graph, graph.target(edge), link);
    if (inner !== -1) return inner;
  }
  return -1;
}

function linkWithin(graph: HeapGraph, node: number, link: Link): number {
  if (graph.nodeNames[node] !== link.owner || graph.nodeType(node) !== NodeType.object) return -1;
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1)
    if (graph.edgeNames[edge] === link.field && graph.edgeType(edge) === EdgeType.property) return edge;
  return -1;
}
