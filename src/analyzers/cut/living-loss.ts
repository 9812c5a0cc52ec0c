import { BitSet } from '../../graph/bit-set.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import type { PathTree } from '../../graph/path-tree.js';
import { findReachable } from '../../graph/reachability.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import type { EdgeLabels } from '../labels/edge-labels.js';
import { fieldOf, ownerNameOf } from '../labels/label-questions.js';
import type { RegionLabel, SuspectRegion } from './region.js';

/** What cutting a field everywhere would cost, and how the cut must be narrowed so that it costs nothing. */
export interface LivingLoss {
  /** Objects that are no suspects, nor kept by suspects alone, and would be freed. */
  readonly lost: number;
  /** Whether the label names only references that leave objects outside the list that the field links. */
  readonly narrowed: boolean;
  /** Ordinals of the objects whose field is to be cleared; empty unless {@link narrowed}. */
  readonly sources: readonly number[];
}

interface FieldEdge {
  readonly edge: number;
  readonly source: number;
}

const NO_LOSS: LivingLoss = { lost: 0, narrowed: false, sources: [] };

/**
 * Simulates the cut of a field on every object that has it, not only where it leads to a suspect, and counts the living objects
 * that this would free. If there are any, the field is also in proper use, as the link of a list of idle connections is: the
 * objects that depend on it are members of that list, and only the field of the others is cut. O(nodes + edges).
 */
export function measureLivingLoss(
  graph: HeapGraph,
  tree: PathTree,
  labels: EdgeLabels,
  region: SuspectRegion,
  label: RegionLabel,
  timers: readonly number[],
): LivingLoss {
  const owner = ownerNameOf(label);
  const linksAlike = ({ edge, source }: FieldEdge) =>
    graph.nodeName(source) === owner && graph.nodeName(graph.target(edge)) === owner;
  const fields = edgesOfField(graph, tree, label);
  // To name each of them costs more than all else: a field that links nothing need not be.
  const edges = fields.some(linksAlike)
    ? fields.filter(({ edge, source }) => labels.label(edge, source).text === label.text)
    : [];
  if (!edges.some(linksAlike)) return NO_LOSS;
  const all = edges.map(({ edge }) => edge);
  const lost = countLost(tree, region, all, timers);
  if (lost.count === 0) return NO_LOSS;
  const members = lost.objects;
  const leaving = edges.filter(
    ({ edge, source }) => !members.has(source) && !members.has(graph.target(edge)) && isLive(region, source),
  );
  const narrowedLoss = countLost(
    tree,
    region,
    leaving.map(({ edge }) => edge),
    timers,
  );
  return { lost: narrowedLoss.count, narrowed: true, sources: leaving.map(({ source }) => source) };
}

function isLive(region: SuspectRegion, node: number): boolean {
  return region.kept.has(node);
}

/** The field of the label, on all living objects of the class that owns it, where it leads to an object. */
function edgesOfField(graph: HeapGraph, tree: PathTree, label: RegionLabel): FieldEdge[] {
  const found: FieldEdge[] = [];
  const property = fieldOf(label);
  const name = property === null ? -1 : graph.strings.indexOf(property);
  if (name === -1) return found;
  // None where the owner is a function or a module, or named by what holds it.
  const objects = graph.classes.objectsOf(graph.strings.indexOf(ownerNameOf(label)));
  for (let place = 0, end = objects.length; place < end; place += 1) {
    const source = objects[place];
    const edge = tree.isReached(source) ? graph.findEdgeAt(source, EdgeType.property, name) : -1;
    if (edge !== -1 && graph.nodeType(graph.target(edge)) === NodeType.object) found.push({ edge, source });
  }
  return found;
}

function countLost(
  tree: PathTree,
  region: SuspectRegion,
  cut: readonly number[],
  timers: readonly number[],
): { count: number; objects: ReadonlySet<number> } {
  const { graph } = tree;
  const isCut = new BitSet(graph.edgeCount);
  for (const edge of cut) isCut.add(edge);
  const reached = findReachable(tree, { isCut: (edge) => isCut.has(edge), alsoFrom: timers });
  const objects = new Set<number>();
  region.kept
    .copy()
    .andNot(reached)
    .forEach((node) => {
      if (graph.isObject(node)) objects.add(node);
    });
  return { count: objects.size, objects };
}
