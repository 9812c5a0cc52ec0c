import { BitSet } from '../graph/bit-set.js';
import type { HeapGraph } from '../graph/heap-graph.js';
import type { PathTree } from '../graph/path-tree.js';
import { findReachable } from '../graph/reachability.js';
import { EdgeType, NodeType } from '../snapshot/kinds.js';
import type { EdgeLabels } from './edge-labels.js';
import type { RegionLabel, SuspectRegion } from './suspect-region.js';

/** What cutting a field everywhere would cost, and how the cut must be narrowed so that it costs nothing. */
export interface LivingLoss {
  /** Objects that are no suspects, nor kept by suspects alone, and would be freed. */
  readonly lost: number;
  /** Whether the label names only references that leave objects outside the list that the field links. */
  readonly narrowed: boolean;
  /** Ordinals of the objects whose field is to be cleared. */
  readonly sources: readonly number[];
}

/**
 * Cuts a field on every object that has it, not only where it leads to a suspect, and counts what living
 * objects that costs. If it costs any, the field also does honest work (it links the idle connections of a
 * list, say): then the objects that depend on it are members of that list, and only the field of the others
 * is cut. O(nodes + edges).
 */
export function measureLivingLoss(
  graph: HeapGraph,
  tree: PathTree,
  labels: EdgeLabels,
  region: SuspectRegion,
  label: RegionLabel,
  timers: readonly number[],
): LivingLoss {
  const edges = edgesOfLabel(graph, tree, labels, label);
  const all = edges.map(({ edge }) => edge);
  const lost = countLost(tree, region, all, timers);
  if (lost.count === 0 || !linksAlike(graph, label, edges))
    return { lost: 0, narrowed: false, sources: edges.map(({ source }) => source) };
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

/** A field that leads from an object of the label's own class to another of it. */
function linksAlike(graph: HeapGraph, label: RegionLabel, edges: readonly { edge: number; source: number }[]): boolean {
  return edges.some(
    ({ edge, source }) => graph.nodeName(source) === label.owner && graph.nodeName(graph.target(edge)) === label.owner,
  );
}

function isLive(region: SuspectRegion, node: number): boolean {
  return region.kept.has(node);
}

function edgesOfLabel(
  graph: HeapGraph,
  tree: PathTree,
  labels: EdgeLabels,
  label: RegionLabel,
): { edge: number; source: number }[] {
  const found: { edge: number; source: number }[] = [];
  const property = label.parts[label.parts.length - 1];
  const name = property === undefined ? -1 : graph.strings.indexOf(property);
  if (name === -1) return found;
  const { firstEdges, edgeNames, nodeTypes } = graph;
  const { order } = tree;
  for (let place = 0, last = order.length; place < last; place += 1) {
    const source = order[place];
    if (nodeTypes[source] !== NodeType.object) continue;
    for (let edge = firstEdges[source], end = firstEdges[source + 1]; edge < end; edge += 1) {
      if (edgeNames[edge] !== name || graph.edgeType(edge) !== EdgeType.property) continue;
      if (graph.nodeType(graph.target(edge)) === NodeType.object && labels.label(edge, source).text === label.text)
        found.push({ edge, source });
    }
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
