import type { RefcountCheck } from '../../findings/report-schema.js';
import { BitSet } from '../../graph/bit-set.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import type { PathTree } from '../../graph/path-tree.js';
import { EDGE_TYPE_BITS } from '../../snapshot/columns.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import type { HeapView } from '../objects/heap-view.js';
import type { ClusterFacts, ClusterGroup } from './cluster-facts.js';

/** A reference count that does not agree with the heap. */
export interface CountedHolders {
  readonly check: RefcountCheck;
  /** Whether the counting class has a role in a pool, such as connection or lease. Others may count users that hold no reference. */
  readonly isSure: boolean;
  /** One of the objects whose count is too high, and the field. */
  readonly sample: { readonly node: number; readonly field: string };
}

/**
 * Compares a field that counts holders with the holders on the heap. A holder is an object or a scope that refers to the
 * counted object by a field or variable of its own. The books of a pool do not count as holders, nor do objects that are
 * reached through the counted one alone. Where the count is above the number of holders, some holder is gone without having
 * decremented it. O(edges) for all groups together.
 *
 * @returns null when no class of the cluster counts its holders, its numbers were not captured, or they agree
 */
export function checkRefcounts(view: HeapView, facts: ClusterFacts): CountedHolders | null {
  for (const group of facts.groups) {
    // Of classes without a role in a pool, only direct entries of the place are checked.
    if (group.group.kind !== 'class' || (group.role === 'none' && group.depth > 0)) continue;
    const stated = group.nodes.flatMap((node) => {
      const count = view.roles.refcountOf(node);
      return count === null || count.value === null || !Number.isFinite(count.value)
        ? []
        : [{ node, field: count.field, value: count.value }];
    });
    if (stated.length * 2 < group.nodes.length) continue;
    const found = compare(view, group, stated);
    if (found !== null) return { ...found, isSure: group.role !== 'none' };
  }
  return null;
}

function compare(
  view: HeapView,
  group: ClusterGroup,
  stated: readonly { node: number; field: string; value: number }[],
): Pick<CountedHolders, 'check' | 'sample'> | null {
  const holders = findHolders(view, new Set(stated.map((entry) => entry.node)));
  const wrong = stated.filter((entry) => entry.value > (holders.get(entry.node)?.size ?? 0));
  if (wrong.length * 2 < stated.length) return null;
  const [sample] = wrong;
  return {
    check: {
      field: `${group.group.name}.${sample.field}`,
      stated: sample.value,
      holders: holders.get(sample.node)?.size ?? 0,
      objects: wrong.length,
    },
    sample: { node: sample.node, field: sample.field },
  };
}

function findHolders({ graph, tree }: HeapView, counted: ReadonlySet<number>): Map<number, Set<number>> {
  const holders = new Map<number, Set<number>>();
  const { firstEdges, edgeHeads } = graph;
  const { order } = tree;
  const isCounted = new BitSet(graph.nodeCount);
  for (const node of counted) isCounted.add(node);
  for (let place = 0, last = order.length; place < last; place += 1) {
    const source = order[place];
    for (let edge = firstEdges[source], end = firstEdges[source + 1]; edge < end; edge += 1) {
      const target = edgeHeads[edge] >>> EDGE_TYPE_BITS;
      if (target === source || !isCounted.has(target)) continue;
      if (!isHolder(graph, tree, source)) break;
      const type = graph.edgeType(edge);
      if (type !== EdgeType.property && type !== EdgeType.context) continue;
      if (tree.pathTo(source).some((step) => graph.target(step) === target)) continue;
      const known = holders.get(target);
      if (known === undefined) holders.set(target, new Set([source]));
      else known.add(source);
    }
  }
  return holders;
}

/** Whether a node is an object or a scope, and not the record that a collection keeps for an entry: `{ resource, inUse }`. */
function isHolder(graph: HeapGraph, tree: PathTree, node: number): boolean {
  if (graph.nodeTypes[node] !== NodeType.object) return false;
  if (graph.nodeName(node) !== 'Object') return true;
  const parent = tree.parent(node);
  return parent === -1 || (graph.nodeTypes[parent] !== NodeType.array && graph.nodeName(parent) !== 'Array');
}
