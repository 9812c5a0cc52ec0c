import { BitSet } from '../../graph/bit-set.js';
import { EdgeType } from '../../snapshot/kinds.js';
import type { HeapView } from '../objects/heap-view.js';
import type { Population } from '../series/population.js';

/** Least number of leaves of a tree. Entries that a link field chains end in one, in a doubly linked list in two. */
const MIN_LEAVES = 4;
/** Least share of the references of a tree that a second field has. */
const SECOND_FIELD_SHARE = 0.1;
/** Greatest share of references between the entries that neither lead from parent to child nor back. */
const CROSS_SHARE = 0.1;

/** What is counted of the entries of one class below one of them. */
interface Draft {
  readonly nodes: number[];
  /** References from parent to child, by the field's name. */
  readonly fields: Map<number, number>;
  leaves: number;
  crossing: number;
  hasSuspect: boolean;
}

/**
 * The entries of search trees, heaps and tries that hold suspects, suspects or not:
 *
 * ```
 *   Index ──root──▶ Node ─┬─left──▶ Node ─┬─left──▶ Node
 *                         └─right─▶ Node  └─right─▶ Node
 * ```
 * Two fields or more of one class branch from one root, and nearly each entry is led to by one other. Such an entry refers to
 * its children rightly, for as long as it is in the tree: none of these links is stale.
 *
 * O(entries of the classes of suspects, and their fields).
 */
export function findTrees(view: HeapView, population: Population, suspects: BitSet): BitSet {
  const trees = new BitSet(view.graph.nodeCount);
  const groups = new Set<number>();
  suspects.forEach((node) => {
    const group = population.groupOf(node);
    if (group !== -1 && population.groups[group].kind === 'class') groups.add(group);
  });
  for (const group of groups)
    for (const draft of treesOf(view, population, group, suspects))
      if (isTree(draft)) for (const node of draft.nodes) trees.add(node);
  return trees;
}

function isTree({ nodes, fields, leaves, crossing, hasSuspect }: Draft): boolean {
  const links = nodes.length - 1;
  const [, second = 0] = [...fields.values()].sort((a, b) => b - a);
  return hasSuspect && leaves >= MIN_LEAVES && second >= links * SECOND_FIELD_SHARE && crossing <= links * CROSS_SHARE;
}

/** The members of a group below each one that no other member leads to. */
function treesOf({ graph, tree }: HeapView, population: Population, group: number, suspects: BitSet): Iterable<Draft> {
  const drafts = new Map<number, Draft>();
  const draftOf = new Map<number, Draft>();
  const parents = new Set<number>();
  const { nodes } = population.groups[group];
  const parentOf = (node: number): number => {
    const edge = tree.parentEdge(node);
    if (edge === -1 || graph.edgeType(edge) !== EdgeType.property) return -1;
    return population.groupOf(graph.source(edge)) === group ? graph.source(edge) : -1;
  };
  // A parent is discovered before its children.
  for (const node of nodes) {
    const parent = parentOf(node);
    const draft: Draft = draftOf.get(parent) ?? {
      nodes: [],
      fields: new Map(),
      leaves: 0,
      crossing: 0,
      hasSuspect: false,
    };
    if (!draftOf.has(parent)) drafts.set(node, draft);
    else {
      const field = graph.edgeNames[tree.parentEdge(node)];
      draft.fields.set(field, (draft.fields.get(field) ?? 0) + 1);
      parents.add(parent);
    }
    draftOf.set(node, draft);
    draft.nodes.push(node);
    draft.hasSuspect ||= suspects.has(node);
  }
  for (const draft of drafts.values()) {
    if (draft.nodes.length <= MIN_LEAVES || draft.fields.size < 2) continue;
    for (const node of draft.nodes) {
      if (!parents.has(node)) draft.leaves += 1;
      for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
        const target = graph.target(edge);
        if (graph.edgeType(edge) !== EdgeType.property || !draftOf.has(target) || target === node) continue;
        if (tree.parent(target) !== node && tree.parent(node) !== target) draft.crossing += 1;
      }
    }
  }
  return drafts.values();
}
