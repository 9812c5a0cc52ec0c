import type { Cycle } from '../findings/report-schema.js';
import { BitSet } from '../graph/bit-set.js';
import { findComponents } from '../graph/components.js';
import type { HeapGraph } from '../graph/heap-graph.js';
import { EdgeType, NodeType } from '../snapshot/kinds.js';
import type { ClusterHolder } from './clusters.js';
import type { RoleIndex } from './roles.js';

/** References that make nearly every object part of a cycle and tell nothing. */
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
/** Roles that a cycle must tie together to be worth showing, at least two classes of them. */
const TIED_ROLES = new Set(['connection', 'lease', 'session', 'waiter']);

/**
 * A shortest reference cycle among `nodes` that ties a connection to the objects that book or borrow it, or
 * null. Strongly connected components over retaining edges, prototypes and constructors left out.
 *
 * @param nodes ordinals to look at
 * @param holders what keeps them from outside: the anchors, without which a cycle is no leak
 */
export function findCycle(
  graph: HeapGraph,
  nodes: readonly number[],
  roles: RoleIndex,
  holders: readonly ClusterHolder[],
): Cycle | null {
  const include = new BitSet(graph.nodeCount);
  for (const node of nodes) include.add(node);
  const keepEdge = (edge: number) => isTelling(graph, edge);
  const components = findComponents(graph, { include, keepEdge });
  for (let index = 0; index < components.count; index += 1) {
    const members = components.members.subarray(components.offsets[index], components.offsets[index + 1]);
    const start = [...members].find(
      (node) => isNamed(graph, node) && roles.of(node) === 'connection' && !isSocket(graph, roles, node),
    );
    if (start === undefined || countTied(graph, members, roles) < 2) continue;
    const cycle = shortestCycle(graph, start, (node) => components.componentOf[node] === index, roles);
    if (cycle === null) continue;
    const anchors = holders.filter((holder) => holder.label.kind !== 'root').map((holder) => holder.label.text);
    return {
      folded: cycle.text,
      length: cycle.length,
      classes: cycle.classes,
      members: members.length,
      anchors: anchors.slice(0, 5).map((label) => ({ label, path: label })),
      harmless: anchors.length === 0,
    };
  }
  return null;
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

/**
 * Breadth-first from `start` to a lease, session or waiter and back. The way there is a shortest one, and so is
 * the way back, but the whole need not be the shortest of all cycles through both.
 */
function shortestCycle(
  graph: HeapGraph,
  start: number,
  inComponent: (node: number) => boolean,
  roles: RoleIndex,
): { text: string; length: number; classes: string[] } | null {
  const isPartner = (node: number) =>
    isNamed(graph, node) &&
    graph.nodeName(node) !== graph.nodeName(start) &&
    ['lease', 'session', 'waiter'].includes(roles.of(node));
  const there = shortestWay(graph, start, isPartner, inComponent);
  if (there === null) return null;
  const partner = graph.target(there[there.length - 1]);
  const back = shortestWay(graph, partner, (node) => node === start, inComponent);
  if (back === null) return null;
  const edges = [...there, ...back];
  const steps: string[] = [];
  const classes: string[] = [];
  for (const edge of edges) {
    const source = graph.source(edge);
    if (isNamed(graph, source) && !classes.includes(graph.nodeName(source))) classes.push(graph.nodeName(source));
    const text = stepText(graph, edge, source);
    if (text !== null) steps.push(text);
  }
  return { text: [...steps, graph.nodeName(start)].join(' → '), length: edges.length, classes };
}

function stepText(graph: HeapGraph, edge: number, source: number): string | null {
  const owner =
    graph.nodeType(source) === NodeType.closure
      ? `${graph.nodeName(source) || '(anonymous function)'}()`
      : graph.nodeName(source);
  switch (graph.edgeType(edge)) {
    case EdgeType.property:
      return `${owner}.${graph.edgeName(edge)}`;
    case EdgeType.element:
      return `${owner}[${graph.edgeName(edge)}]`;
    case EdgeType.context:
      return `variable ${graph.edgeName(edge)}`;
    default:
      return graph.nodeType(source) === NodeType.closure ? owner : null;
  }
}

function shortestWay(
  graph: HeapGraph,
  from: number,
  isGoal: (node: number) => boolean,
  inComponent: (node: number) => boolean,
): number[] | null {
  const parentEdge = new Map<number, number>();
  const queue = [from];
  for (const node of queue) {
    for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
      const target = graph.target(edge);
      if (graph.retains[graph.edgeCode(edge)] === 0 || !inComponent(target) || !isTelling(graph, edge)) continue;
      if (isGoal(target)) return unwind(graph, parentEdge, from, edge);
      if (target === from || parentEdge.has(target)) continue;
      parentEdge.set(target, edge);
      queue.push(target);
    }
  }
  return null;
}

function unwind(graph: HeapGraph, parentEdge: ReadonlyMap<number, number>, from: number, last: number): number[] {
  const edges = [last];
  for (let node = graph.source(last); node !== from; ) {
    const edge = parentEdge.get(node);
    if (edge === undefined) break;
    edges.push(edge);
    node = graph.source(edge);
  }
  return edges.reverse();
}
