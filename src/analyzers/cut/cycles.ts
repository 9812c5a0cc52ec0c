import type { Cycle } from '../../findings/report-schema.js';
import { findComponents } from '../../graph/components.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { induceSubgraph } from '../../graph/induced-subgraph.js';
import type { PathTree } from '../../graph/path-tree.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import { isKey } from '../labels/dictionary-keys.js';
import type { HeapView } from '../objects/heap-view.js';
import type { RoleIndex } from '../objects/roles.js';
import type { ClusterHolder } from './clusters.js';
import { describeRootedPath } from './rooted-path.js';
import { shortestCycle } from './shortest-cycle.js';

/** References that make nearly every object part of a cycle, and are not followed. */
const NOISE = new Set([
  '__proto__',
  'constructor',
  'prototype',
  'map',
  'shared',
  'feedback_cell',
  'code',
  'scope_info',
  'initial_map',
  'native_context',
]);
/** Roles of the objects that a cycle must connect to be reported, from at least two classes. */
const TIED_ROLES = new Set(['connection', 'lease', 'session', 'waiter']);
/** Roles among these that use or book a connection. */
const PARTNER_ROLES = new Set(['lease', 'session', 'waiter']);

/** Most connections of a component from which a shortest cycle is searched; they are alike. */
const MOST_STARTS = 8;
const MOST_ANCHORS = 5;

/**
 * A shortest reference cycle among `nodes` that connects a connection with objects that book or use it, or null. It is
 * searched in strongly connected components over retaining edges, without prototypes and constructors.
 *
 * @param nodes ordinals to look at
 * @param holders what keeps them from outside: the anchors, without which a cycle is no leak
 */
export function findCycle(view: HeapView, nodes: readonly number[], holders: readonly ClusterHolder[]): Cycle | null {
  const { graph, roles } = view;
  const part = induceSubgraph(graph, nodes, (edge) => isTelling(graph, edge));
  const components = findComponents(part);
  for (let index = 0; index < components.count; index += 1) {
    const members = components.members
      .subarray(components.offsets[index], components.offsets[index + 1])
      .map((place) => part.nodes[place]);
    const starts: number[] = [];
    for (const node of members) if (starts.length < MOST_STARTS && isConnection(graph, roles, node)) starts.push(node);
    if (starts.length === 0 || countTied(graph, members, roles) < 2) continue;
    const isMember = new Set(members);
    const cycle = shortestCycle(
      { graph, members, isMember: (node) => isMember.has(node), isStep: (edge) => isTelling(graph, edge) },
      starts,
      (node) => isNamed(graph, node) && PARTNER_ROLES.has(roles.of(node)),
    );
    if (cycle === null) continue;
    const anchors = holders.filter((holder) => holder.label.kind !== 'root').slice(0, MOST_ANCHORS);
    return {
      ...describeCycle(graph, cycle),
      members: members.length,
      anchors: anchors.map((holder) => ({ label: holder.label.text, path: anchorPath(view, holder) })),
      harmless: anchors.length === 0,
    };
  }
  return null;
}

/** The path from a root to the source of the anchor; a running timer is a root itself. */
function anchorPath(view: HeapView, { label, edges }: ClusterHolder): string {
  const { graph, tree } = view;
  const edge = edges.find((candidate) => candidate !== -1);
  const node = edge === undefined ? label.ownerNode : graph.source(edge);
  if (node < 0 || node >= graph.nodeCount || !tree.isReached(node)) return label.text;
  // What the anchor hangs on is shown as it is, and not by a path of similar length from elsewhere.
  return describeRootedPath(view, node, 'machinery').folded || label.text;
}

/**
 * Counts reference cycles of fields among connections, leases, sessions and waiters in the whole heap. Living objects often
 * form such cycles, and a cycle alone keeps nothing alive. O(nodes + edges of such objects).
 *
 * @returns the number of strongly connected groups, and the classes in them, in alphabetical order
 */
export function countRoleCycles({ graph, tree, roles }: HeapView): { cycles: number; classes: string[] } {
  const part = induceSubgraph(graph, listTied(graph, tree, roles), (edge) => isTelling(graph, edge));
  const components = findComponents(part);
  const classes = new Set<string>();
  let cycles = 0;
  for (let index = 0; index < components.count; index += 1) {
    const members = components.members
      .subarray(components.offsets[index], components.offsets[index + 1])
      .map((place) => part.nodes[place]);
    if (members.length < 2 || !members.some((node) => isConnection(graph, roles, node))) continue;
    if (!members.some((node) => PARTNER_ROLES.has(roles.of(node)))) continue;
    cycles += 1;
    for (const node of members) classes.add(graph.nodeName(node));
  }
  return { cycles, classes: [...classes].sort() };
}

/** Objects whose class has one of {@link TIED_ROLES}. The role is looked up once for each class, not for each instance. */
function listTied(graph: HeapGraph, tree: PathTree, roles: RoleIndex): number[] {
  const tied: number[] = [];
  for (const name of graph.classes.names) {
    const objects = graph.classes.objectsOf(name);
    if (!TIED_ROLES.has(roles.ofClass(graph.strings.get(name))) || !isNamed(graph, objects[0])) continue;
    for (const node of objects) if (tree.isReached(node) && !isSocket(graph, roles, node)) tied.push(node);
  }
  return tied;
}

function isConnection(graph: HeapGraph, roles: RoleIndex, node: number): boolean {
  return isNamed(graph, node) && roles.of(node) === 'connection' && !isSocket(graph, roles, node);
}

function isTelling(graph: HeapGraph, edge: number): boolean {
  switch (graph.edgeType(edge)) {
    case EdgeType.property:
    case EdgeType.internal:
      return !NOISE.has(graph.edgeName(edge));
    case EdgeType.weak:
    case EdgeType.shortcut:
      return false;
    default:
      return true;
  }
}

function isNamed(graph: HeapGraph, node: number): boolean {
  return (
    graph.nodeType(node) === NodeType.object &&
    graph.nodeName(node) !== 'Object' &&
    !graph.nodeName(node).startsWith('system / ')
  );
}

function isSocket(graph: HeapGraph, roles: RoleIndex, node: number): boolean {
  return roles.socketOf(node) === node && graph.nodeName(node).endsWith('Socket');
}

function countTied(graph: HeapGraph, members: Uint32Array, roles: RoleIndex): number {
  const classes = new Set<string>();
  for (const node of members)
    if (isNamed(graph, node) && !isSocket(graph, roles, node) && TIED_ROLES.has(roles.of(node)))
      classes.add(graph.nodeName(node));
  return classes.size;
}

/** A cycle as a report shows it, and the classes on it. */
function describeCycle(graph: HeapGraph, edges: readonly number[]): Pick<Cycle, 'folded' | 'length' | 'classes'> {
  const steps: string[] = [];
  const classes: string[] = [];
  for (const edge of edges) {
    const source = graph.source(edge);
    if (isNamed(graph, source) && !classes.includes(graph.nodeName(source))) classes.push(graph.nodeName(source));
    const text = stepText(graph, edge, source);
    if (text !== null) steps.push(text);
  }
  const folded = [...steps, graph.nodeName(graph.source(edges[0]))].join(' → ');
  return { folded, length: edges.length, classes };
}

function stepText(graph: HeapGraph, edge: number, source: number): string | null {
  const owner =
    graph.nodeType(source) === NodeType.closure
      ? `${graph.nodeName(source) || '(anonymous function)'}()`
      : graph.nodeName(source);
  switch (graph.edgeType(edge)) {
    case EdgeType.property:
      return isKey(graph, source, graph.edgeName(edge), '') ? `${owner}{}` : `${owner}.${graph.edgeName(edge)}`;
    case EdgeType.element:
      return `${owner}[${graph.edgeName(edge)}]`;
    case EdgeType.context:
      return `variable ${graph.edgeName(edge)}`;
    default:
      return graph.nodeType(source) === NodeType.closure ? owner : null;
  }
}
