import { BitSet } from '../../graph/bit-set.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import type { PathTree } from '../../graph/path-tree.js';
import { findReachable } from '../../graph/reachability.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import type { EdgeLabels } from '../labels/edge-labels.js';
import { fieldOf, ownerNameOf } from '../labels/label-questions.js';
import type { RegionLabel, SuspectRegion } from './region.js';

/** How many living objects cutting a field everywhere would free, and how to narrow the cut so that it frees none. */
export interface LivingLoss {
  /** Number of objects that would be freed although they are neither suspects nor kept by suspects alone. */
  readonly lost: number;
  /** Whether the cut is limited to references from objects outside the list that the field links. */
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
  // Naming references is the costliest part, so it is skipped for a field that does not link objects of its own class.
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

/** The references of the label's field from all living objects of its class to objects. */
function edgesOfField(graph: HeapGraph, tree: PathTree, label: RegionLabel): FieldEdge[] {
  const found: FieldEdge[] = [];
  const property = fieldOf(label);
  const name = property === null ? -1 : graph.strings.indexOf(property);
  if (name === -1) return found;
  // None where the owner is a function or a module, or is named after its holder.
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
