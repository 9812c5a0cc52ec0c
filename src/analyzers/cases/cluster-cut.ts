import { BitSet } from '../../graph/bit-set.js';
import { edgesOf } from '../cut/cluster-places.js';
import type { Cluster } from '../cut/clusters.js';
import { measureLivingLoss } from '../cut/living-loss.js';
import type { RegionLabel, SuspectRegion } from '../cut/region.js';
import type { SmallestCut } from '../cut/smallest-cut.js';
import type { HeapView } from '../objects/heap-view.js';
import type { ClusterFacts } from './cluster-facts.js';

/** The result of cutting all labels of a case, as simulated. */
export interface CutOutcome {
  /** Whether the field is to be cleared only on objects that have left their list. */
  readonly isNarrowed: boolean;
  /** References of the first label. */
  readonly edges: number;
  /** Leading suspects that no root reaches any more. */
  readonly frees: number;
  /** Shallow bytes. */
  readonly freedBytes: number;
  /** Living objects that the cut would free as well. */
  readonly livingLost: number;
}

/** O(region), and O(nodes + edges) where the first label is a field. */
export function measureCut(
  view: HeapView,
  region: SuspectRegion,
  cluster: Cluster,
  set: SmallestCut,
  facts: ClusterFacts,
): CutOutcome {
  const [first] = set.labels;
  const ids = new Set(set.labels.map((label) => label.id));
  const gone = BitSet.of(region.nodes.length, region.freedBy(ids));
  const leading = new Set(facts.leading.nodes);
  const loss =
    first.kind === 'field' && !set.isListed
      ? measureLivingLoss(view.graph, view.tree, view.labels, region, first, view.timers.timers)
      : null;
  const isNarrowed = loss?.narrowed === true;
  return {
    isNarrowed,
    edges: isNarrowed ? loss.sources.length : edgesOf(view.graph, cluster, first) + countInner(region, cluster, first),
    frees: cluster.suspects.filter((local) => leading.has(region.nodes[local]) && gone.has(local)).length,
    freedBytes: region.cut(ids, cluster.locals).bytes,
    // Of other labels only the references into suspects are cut, so a living object is freed only where suspects alone keep it.
    livingLost: loss?.lost ?? countLivingFreed(view, region, facts, gone),
  };
}

/** References of a label between objects of a cluster: V8 lists one out of an object's own room twice, from the object and from its store. */
function countInner(region: SuspectRegion, { locals }: Cluster, { id, kind, innerEdges }: RegionLabel): number {
  // What an open handle refers to is the handle's, which is counted as the root that it is.
  if (innerEdges === 0 || kind === 'handle') return 0;
  const inCluster = BitSet.of(region.nodes.length, locals);
  const targets = new Set<number>();
  region.forEachInner((label, source, target) => {
    if (label === id && inCluster.has(source)) targets.add(target);
  });
  return targets.size;
}

/** Living objects of the leading class, outside the finding, that a cut frees as well. @param gone local indexes of all it frees */
function countLivingFreed(
  { deaths }: HeapView,
  region: SuspectRegion,
  { leading: { group, nodes } }: ClusterFacts,
  gone: BitSet,
): number {
  const others = BitSet.of(region.graph.nodeCount, group.nodes);
  for (const node of nodes) others.delete(node);
  let freed = 0;
  gone.forEach((local) => {
    if (others.has(region.nodes[local]) && !deaths.isDead(region.nodes[local])) freed += 1;
  });
  return freed;
}
