import { BitSet } from '../../graph/bit-set.js';
import { findComponents, NO_COMPONENT } from '../../graph/components.js';
import { EdgeCode } from '../../graph/edge-codes.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { NumberList } from '../../graph/number-list.js';
import type { PathTree } from '../../graph/path-tree.js';
import { findReachable } from '../../graph/reachability.js';
import type { RetainingGraph } from '../../graph/retaining-graph.js';
import { EDGE_TYPE_BITS } from '../../snapshot/columns.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import type { EdgeLabel } from '../labels/edge-label.js';
import type { RecordTest } from '../labels/edge-labels.js';
import { isCellOfCore } from '../labels/held-value-registry.js';
import type { HeapView } from '../objects/heap-view.js';
import { type FollowedValues, followTargets } from './held-values.js';
import { LabelRegistry, type RegionLabel } from './region-labels.js';
import { NO_LABEL, type RegionReferences } from './simulated-cut.js';

/** The suspects, all objects that only suspects keep, and the references into and among them, in columns. */
export interface CollectedRegion {
  /** Ordinals, ascending. The place of a node here is its local index. */
  readonly nodes: Uint32Array;
  /** 1 for suspects, by local index. */
  readonly isSuspect: Uint8Array;
  readonly suspectCount: number;
  /** Objects that would be alive even if every suspect were gone. */
  readonly kept: BitSet;
  readonly labels: readonly RegionLabel[];
  readonly references: RegionReferences;
  /** Edge by boundary reference; -1 for a running timer, which is a root of its own. */
  readonly boundaryEdges: Int32Array;
}

/** What the steps of {@link collectRegion} share. */
interface Draft {
  readonly view: HeapView;
  readonly isRecord: RecordTest | null;
  readonly nodes: Uint32Array;
  readonly isSuspect: Uint8Array;
  readonly kept: BitSet;
  readonly held: FollowedValues;
  /** One more than the local index of a node, or 0. Zero as the default leaves memory of all other nodes untouched. */
  readonly placeOf: Uint32Array;
  readonly registry: LabelRegistry;
  readonly boundaryTargets: NumberList;
  readonly boundaryLabels: NumberList;
  readonly boundaryEdges: number[];
}

/**
 * O(nodes + edges of the heap).
 *
 * @param isRecord which objects are records, whose fields are named after the collection that lists the record; null for none
 * @param trees entries of trees that hold suspects: they belong to the region like suspects, but are not counted
 */
export function collectRegion(
  view: HeapView,
  suspects: BitSet,
  isRecord: RecordTest | null,
  trees: BitSet = new BitSet(view.graph.nodeCount),
): CollectedRegion {
  const { graph, tree, timers } = view;
  const held = followTargets(graph, tree);
  const bordering = new BitSet(graph.nodeCount);
  const entered = suspects.copy().or(trees);
  const kept = findReachable(tree, {
    blocked: entered,
    bordering,
    alsoFrom: timers.timers.filter((timer) => tree.isReached(timer)),
    isCut: (edge) => timers.isLink(edge),
    onlyWith: held.targetOf,
  });
  const nodes = listRegion(tree, kept);
  const placeOf = new Uint32Array(graph.nodeCount);
  const isSuspect = new Uint8Array(nodes.length);
  let suspectCount = 0;
  for (let local = 0; local < nodes.length; local += 1) {
    placeOf[nodes[local]] = local + 1;
    if (!suspects.has(nodes[local])) continue;
    isSuspect[local] = 1;
    suspectCount += 1;
  }
  const draft: Draft = {
    view,
    isRecord,
    nodes,
    isSuspect,
    kept,
    held,
    placeOf,
    registry: new LabelRegistry(),
    boundaryTargets: new NumberList(),
    boundaryLabels: new NumberList(),
    boundaryEdges: [],
  };
  collectBoundary(draft, suspects, entered, bordering);
  const { first, targets, targetLabels } = collectInner(draft);
  for (const { edge, cell } of heldForThemselves(draft, asRetainingGraph(graph, first, targets)))
    addBoundary(draft, placeOf[graph.target(edge)] - 1, view.labels.label(edge, cell), edge);
  const labels = draft.registry.list();
  return {
    nodes,
    isSuspect,
    suspectCount,
    kept,
    labels,
    references: {
      nodeCount: nodes.length,
      labelCount: labels.length,
      first,
      targets,
      targetLabels,
      boundaryTargets: draft.boundaryTargets.take(),
      boundaryLabels: draft.boundaryLabels.take(),
    },
    boundaryEdges: Int32Array.from(draft.boundaryEdges),
  };
}

/** The region as a graph of its own, in which nodes are local indexes and every reference retains. */
export function asRetainingGraph({ retains }: HeapGraph, first: Uint32Array, targets: Uint32Array): RetainingGraph {
  const edgeHeads = targets.map((target) => ((target << EDGE_TYPE_BITS) | EdgeType.internal) >>> 0);
  return { nodeCount: first.length - 1, firstEdges: first, edgeHeads, retains };
}

function addBoundary(draft: Draft, local: number, label: EdgeLabel, edge: number): void {
  draft.boundaryTargets.push(local);
  draft.boundaryLabels.push(draft.registry.boundary(label, edge));
  draft.boundaryEdges.push(edge);
}

/** References from outside to suspects, and running timers among the suspects. */
function collectBoundary(draft: Draft, suspects: BitSet, entered: BitSet, bordering: BitSet): void {
  const { view, isRecord, nodes, kept, held, placeOf } = draft;
  const { graph, tree, labels, timers, sources } = view;
  const { firstEdges, edgeHeads } = graph;
  for (const timer of timers.timers)
    if (suspects.has(timer) && placeOf[timer] !== 0) addBoundary(draft, placeOf[timer] - 1, labels.timer(timer), -1);
  for (const source of inOrderOf(tree, bordering)) {
    if (isEngineStructure(graph, source)) continue;
    for (let edge = firstEdges[source], end = firstEdges[source + 1]; edge < end; edge += 1) {
      const place = placeOf[edgeHeads[edge] >>> EDGE_TYPE_BITS];
      if (place === 0 || !entered.has(nodes[place - 1])) continue;
      if (!retainsBeyondJob(graph, edge) || timers.isLink(edge)) continue;
      if (graph.edgeCode(edge) === EdgeCode.ephemeronValue && !isKeptEntry(graph, kept, edge)) continue;
      const heldFor = held.targetOf.get(edge);
      if (heldFor !== undefined && (!kept.has(heldFor) || isCellOfCore(graph, sources, source))) continue;
      const label = isRecord === null ? labels.label(edge, source) : labels.placeOf(edge, source, isRecord);
      addBoundary(draft, place - 1, label, edge);
    }
  }
}

/** References between nodes of the region; those to suspects have labels. */
function collectInner({ view, nodes, isSuspect, held, placeOf, registry }: Draft) {
  const { graph, labels, timers } = view;
  const { firstEdges, edgeHeads } = graph;
  const first = new Uint32Array(nodes.length + 1);
  const targets = new NumberList();
  const targetLabels = new NumberList();
  for (let local = 0; local < nodes.length; local += 1) {
    first[local] = targets.length;
    const source = nodes[local];
    for (let edge = firstEdges[source], end = firstEdges[source + 1]; edge < end; edge += 1) {
      const target = placeOf[edgeHeads[edge] >>> EDGE_TYPE_BITS] - 1;
      if (target === -1 || target === local || !retainsBeyondJob(graph, edge) || timers.isLink(edge)) continue;
      if (held.targetOf.has(edge)) continue;
      targets.push(target);
      targetLabels.push(isSuspect[target] === 1 ? registry.inner(labels.label(edge, source)) : NO_LABEL);
    }
    // A value that a registry holds for this node is freed with it. The program cannot cut that reference, so it has no label.
    for (const value of held.valuesOf.get(source) ?? []) {
      if (placeOf[value] === 0 || value === source) continue;
      targets.push(placeOf[value] - 1);
      targetLabels.push(NO_LABEL);
    }
  }
  first[nodes.length] = targets.length;
  return { first, targets: targets.take(), targetLabels: targetLabels.take() };
}

/**
 * Held values that lead back to their own object, which therefore never goes, whatever else keeps it. In the region they form
 * a cycle through the object.
 */
function* heldForThemselves(
  { view, kept, held, placeOf }: Draft,
  region: RetainingGraph,
): Generator<{ edge: number; cell: number }> {
  const { graph } = view;
  const isHere = ([edge, target]: readonly [number, number]) =>
    placeOf[target] !== 0 && placeOf[graph.target(edge)] !== 0;
  const here = [...held.targetOf].filter(isHere);
  if (here.length === 0) return;
  const { componentOf } = findComponents(region);
  for (const [edge, target] of here) {
    const component = componentOf[placeOf[target] - 1];
    const cell = graph.source(edge);
    if (component !== NO_COMPONENT && component === componentOf[placeOf[graph.target(edge)] - 1] && kept.has(cell))
      yield { edge, cell };
  }
}

function isKeptEntry(graph: HeapGraph, kept: BitSet, edge: number): boolean {
  const table = graph.ephemeronTables.get(edge);
  return table !== undefined && kept.has(table);
}

/** The nodes that are retained only because of suspects, ascending. */
function listRegion(tree: PathTree, kept: BitSet): Uint32Array {
  const { order } = tree;
  const nodes = new NumberList();
  for (let place = 0, end = order.length; place < end; place += 1) {
    const node = order[place];
    if (!kept.has(node) && tree.isStronglyReachedOrOnStack(node)) nodes.push(node);
  }
  return nodes.take().sort();
}

/** The members that the tree reaches, in the order of their discovery. */
function inOrderOf({ order }: PathTree, members: BitSet): Uint32Array {
  const nodes = new NumberList();
  for (let place = 0, end = order.length; place < end; place += 1)
    if (members.has(order[place])) nodes.push(order[place]);
  return nodes.take();
}

/** Whether a node is a shape, code or inline cache: these refer to objects that they have seen, but are no cause of a leak. */
function isEngineStructure(graph: HeapGraph, node: number): boolean {
  const type = graph.nodeTypes[node];
  return type === NodeType.objectShape || type === NodeType.code;
}

function retainsBeyondJob(graph: HeapGraph, edge: number): boolean {
  const code = graph.edgeCode(edge);
  return graph.retains[code] === 1 && code !== EdgeCode.jobScoped && code !== EdgeCode.transientRoot;
}
