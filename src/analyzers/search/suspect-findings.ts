import type { BitSet } from '../../graph/bit-set.js';
import { NodeType } from '../../snapshot/kinds.js';
import { ClusterCase, type SolvedCluster } from '../cases/cluster-case.js';
import type { CaseContext } from '../cases/context.js';
import { type Cluster, findClusters, mergeClusters, type SplitRegion } from '../cut/clusters.js';
import { growingRecords, smallRecords } from '../cut/records.js';
import type { SuspectRegion } from '../cut/region.js';
import { findSmallestCut } from '../cut/smallest-cut.js';
import { describeCluster } from '../describe/cluster-finding.js';
import type { HeapView } from '../objects/heap-view.js';
import { MIN_PER_ROUND } from '../series/growth-pattern.js';
import { gatherAlike } from './alike-clusters.js';
import type { FindingsSoFar } from './findings-so-far.js';
import { makeRegion } from './program-carriers.js';

/** Most clusters that are analyzed in full, the largest first. */
const MOST_CLUSTERS = 32;

/**
 * Judges the clusters of a region, and adds the findings.
 *
 * @param takenPlaces texts of the labels that findings of an earlier step say to cut; those of this step are added at its end
 * @param isStanding whether the series says no more of them than its last snapshot
 * @returns the cases that are no more than notes
 */
export function findInClusters(
  context: CaseContext,
  { region, clusters: all }: SplitRegion,
  takenPlaces: Set<string>,
  found: FindingsSoFar,
  isStanding = false,
): ClusterCase[] {
  const { view, series } = context;
  const harmless: ClusterCase[] = [];
  for (let local = 0, end = region.nodes.length; local < end; local += 1) found.explained.add(region.nodes[local]);
  const smallest = MIN_PER_ROUND * Math.max(1, series.length - 1);
  const clusters = all.filter((cluster) => cluster.suspects.length >= smallest);
  const small = all.filter((cluster) => cluster.suspects.length > 0 && cluster.suspects.length < smallest);
  const places: string[] = [];
  const cases = solveClusters(region, clusters.slice(0, MOST_CLUSTERS)).map(
    (solved) => new ClusterCase(context, region, solved, takenPlaces, isStanding),
  );
  for (const c of isStanding ? cases : gatherAlike(context, region, cases, small, takenPlaces)) {
    const place = c.label.text;
    const finding = found.add(c, c.label, place, (judgement) => describeCluster(c, judgement));
    if (finding === null || finding.verdict === 'note') harmless.push(c);
    if (finding === null) continue;
    places.push(place);
    markHolders(view, c.cluster, found.holders);
    found.mark(
      finding,
      c.cluster.suspects.map((local) => region.nodes[local]),
    );
  }
  for (const place of places) takenPlaces.add(place);
  if (clusters.length > MOST_CLUSTERS) {
    found.limitsReached.push({
      limit: 'clusters',
      value: MOST_CLUSTERS,
      text: `${clusters.length} groups of suspects were found; the ${MOST_CLUSTERS} largest were looked at.`,
    });
  }
  return harmless;
}

/**
 * Divides dead objects into clusters. Whether the records that hold them grow in number shows only from three snapshots on: in two,
 * a record that is new counts as one that grows, and in one, a small record does.
 *
 * @param snapshots how many of the series say something about these objects
 */
export function splitDead(
  { view, population, series }: CaseContext,
  dead: BitSet,
  snapshots = series.length,
): SplitRegion {
  const isRecord = [smallRecords(view, dead), growingRecords(population)][snapshots - 1] ?? null;
  const region = makeRegion(view, population, dead, isRecord);
  return { region, clusters: findClusters(region, () => false) };
}

/** Marks the owners of the references into a cluster; for the store of a collection, the collection as well. */
function markHolders(view: HeapView, cluster: Cluster, holders: BitSet): void {
  for (const holder of cluster.holders) {
    for (const edge of holder.edges) {
      if (edge === -1) continue;
      const source = view.graph.source(edge);
      holders.add(source);
      const parent = view.tree.parent(source);
      if (view.graph.nodeType(source) === NodeType.array && parent !== -1) holders.add(parent);
    }
  }
}

/** Finds what to cut for each cluster. Clusters with the same first reference to cut are joined, as they are one fault. */
function solveClusters(region: SuspectRegion, clusters: readonly Cluster[]): SolvedCluster[] {
  const byCut = new Map<string, SolvedCluster>();
  for (const cluster of clusters) {
    const set = findSmallestCut(region, cluster);
    if (set === null) continue;
    const cut = `${set.labels[0].id} ${cluster.isBorrowed}`;
    const other = byCut.get(cut);
    if (other === undefined) {
      byCut.set(cut, { cluster, set });
      continue;
    }
    const merged = mergeClusters(other.cluster, cluster);
    byCut.set(cut, { cluster: merged, set: findSmallestCut(region, merged) ?? other.set });
  }
  return [...byCut.values()];
}
