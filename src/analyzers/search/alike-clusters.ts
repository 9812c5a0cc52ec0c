import { PARTS_BY_NODE } from '../../profiles/node-core.js';
import { ClusterCase, type SolvedCluster } from '../cases/cluster-case.js';
import type { CaseContext } from '../cases/context.js';
import { type Cluster, mergeClusters } from '../cut/clusters.js';
import { isMachinery } from '../cut/holder-roles.js';
import type { RegionLabel, SuspectRegion } from '../cut/region.js';
import { countHeld, findRemainder } from '../cut/remainder.js';
import { findSmallestCut } from '../cut/smallest-cut.js';
import { ownerNameOf } from '../labels/label-questions.js';

/**
 * Joins cases of one class whose objects only their own open handles keep. Some of these objects have a parser or socket that
 * existed before and is reused, so a field of that one leads to them, and they form a cluster of their own.
 *
 * ```
 *   root ──▶ HTTPParser ──▶ Request × 57            and  HTTPParser (reused) ──outgoing──▶ Request × 3
 * ```
 *
 * O(region) for each case that is joined to another.
 *
 * @param rest clusters that are too small for a case of their own: what the cut of a case frees of them belongs to it
 */
export function gatherAlike(
  context: CaseContext,
  region: SuspectRegion,
  cases: readonly ClusterCase[],
  rest: readonly Cluster[],
  takenPlaces: ReadonlySet<string>,
): ClusterCase[] {
  const gathered: ClusterCase[] = [];
  for (const c of cases) {
    const at = gathered.findIndex((other) => areAlike(other, c));
    if (at === -1) gathered.push(c);
    else gathered[at] = new ClusterCase(context, region, joinSolved(region, gathered[at], c), takenPlaces);
  }
  return gathered.map((c) => {
    const more = c.label.kind === 'handle' ? rest.filter((cluster) => isFreed(region, c, cluster)) : [];
    if (more.length === 0) return c;
    const cluster = more.reduce(mergeClusters, c.cluster);
    const { suspects, bytes } = region.cut(new Set(c.set.labels.map(({ id }) => id)), cluster.locals);
    return new ClusterCase(
      context,
      region,
      { cluster, set: { ...c.set, frees: suspects, freedBytes: bytes } },
      takenPlaces,
    );
  });
}

/** Whether a cluster has objects of the kind that a case is about, and the cut of the case frees all of these. */
function isFreed(region: SuspectRegion, { set, facts, context }: ClusterCase, { suspects }: Cluster): boolean {
  const { population } = context;
  const kind = population.groupOf(facts.leading.nodes[0]);
  const alike = suspects.filter((local) => population.groupOf(region.nodes[local]) === kind);
  return alike.length > 0 && countHeld(region, set.labels, alike) === 0;
}

/** @param larger the case that comes first, to which the other is joined */
function areAlike(larger: ClusterCase, smaller: ClusterCase): boolean {
  return (
    larger.label.kind === 'handle' &&
    larger.set.labels.every(isOfConnection) &&
    smaller.set.labels.every(isOfConnection) &&
    larger.facts.leading.group === smaller.facts.leading.group &&
    larger.isMostlyDead === smaller.isMostlyDead
  );
}

/** Whether a label is an open handle, or a field of an object that Node.js puts between a handle and the program's objects. */
function isOfConnection(label: RegionLabel): boolean {
  return isMachinery(label) || (label.kind === 'field' && PARTS_BY_NODE.has(ownerNameOf(label)));
}

/** Both clusters as one, with the references to cut for both, those for the larger one first. */
function joinSolved(region: SuspectRegion, larger: ClusterCase, smaller: ClusterCase): SolvedCluster {
  const cluster = mergeClusters(larger.cluster, smaller.cluster);
  const needed = findSmallestCut(region, cluster) ?? smaller.set;
  const first = new Set(larger.set.labels.map(({ id }) => id));
  const enough = [...larger.set.labels, ...needed.labels.filter(({ id }) => !first.has(id))];
  // A cut that is large enough for the whole may free nothing of the smaller part.
  const leading = new Set([...larger.facts.leading.nodes, ...smaller.facts.leading.nodes]);
  const wanted = cluster.suspects.filter((local) => leading.has(region.nodes[local]));
  const rest = findRemainder(region, cluster, enough, wanted);
  const labels = [...enough, ...(rest?.labels.filter(isOfConnection) ?? [])];
  const { suspects, bytes } = region.cut(new Set(labels.map(({ id }) => id)), cluster.locals);
  return { cluster, set: { ...larger.set, labels, frees: suspects, freedBytes: bytes } };
}
