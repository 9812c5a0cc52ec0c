import { BitSet } from '../../graph/bit-set.js';
import type { ClusterCase } from '../cases/cluster-case.js';
import type { CaseContext } from '../cases/context.js';
import { findClusters } from '../cut/clusters.js';
import { tellsApart } from '../cut/holder-roles.js';
import { MIN_PER_ROUND } from '../series/growth-pattern.js';
import { FindingsSoFar } from './findings-so-far.js';
import { makeRegionWithoutCarriers } from './program-carriers.js';
import { findInClusters } from './suspect-findings.js';

/**
 * Judges once more, for themselves, the suspects that the harmless place of their cluster does not hold. A cluster has one place that it
 * is about; where that is a cache, say, which is right to have what it has, other suspects of the cluster may be held by another place alone.
 *
 * ```
 *   cache ──▶ Answer ◀──body── Question × 60 a round ◀── listeners       the cache levels off, the listeners do not
 * ```
 * O(region) for each such case.
 *
 * @param harmless cases that are no more than notes
 */
export function findBesideHarmless(
  context: CaseContext,
  harmless: readonly ClusterCase[],
  takenPlaces: Set<string>,
  found: FindingsSoFar,
): void {
  const { view, population, series } = context;
  const smallest = MIN_PER_ROUND * (series.length - 1);
  const beside = new BitSet(view.graph.nodeCount);
  for (const c of harmless) {
    const held = heldByOthers(c);
    if (held.length >= smallest) for (const node of held) beside.add(node);
  }
  const region = makeRegionWithoutCarriers(view, population, beside);
  if (region === null) return;
  const clusters = findClusters(region, (label) => tellsApart(label, view.roles));
  const here = new FindingsSoFar(view.graph.nodeCount);
  findInClusters(context, { region, clusters }, new Set(takenPlaces), here);
  for (const each of here.labeled) {
    // What is harmless here as well was said of the cluster.
    if (each.finding.verdict === 'note') continue;
    found.labeled.push(each);
    if (each.label !== null) takenPlaces.add(each.label.text);
  }
  found.accused.or(here.accused);
  found.proved.or(here.proved);
  found.holders.or(here.holders);
}

/** The suspects, as ordinals, that are free when all references to cut but the first are cut. */
function heldByOthers({ region, cluster, set }: ClusterCase): number[] {
  const [, ...others] = set.labels;
  if (others.length === 0) return [];
  const freed = BitSet.of(region.nodes.length, region.freedBy(others.map(({ id }) => id)));
  return cluster.suspects.flatMap((local) => (freed.has(local) ? [region.nodes[local]] : []));
}
