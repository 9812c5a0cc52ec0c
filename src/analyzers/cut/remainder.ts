import { BitSet } from '../../graph/bit-set.js';
import type { Cluster } from './clusters.js';
import type { RegionLabel, SuspectRegion } from './region.js';

/** Most further references that are tried, the most telling first. */
const MOST_LABELS = 24;

/** What a cut leaves of the objects that it was made for. */
export interface Remainder {
  /** How many the cut leaves. */
  readonly left: number;
  /** The further references from outside that hold those of them that can be freed, the most telling first. */
  readonly labels: readonly RegionLabel[];
  /** How many are left even without all references from outside that have a name. */
  readonly unnamed: number;
}

/**
 * What a cut leaves, and which references hold that. Null when the cut frees all of `wanted`.
 *
 * O(labels × region) when something is left; at most {@link MOST_LABELS} labels are tried.
 *
 * @param cut the labels that are cut
 * @param wanted local indexes
 */
export function findRemainder(
  region: SuspectRegion,
  cluster: Cluster,
  cut: readonly RegionLabel[],
  wanted: readonly number[],
): Remainder | null {
  const ids = new Set(cut.map(({ id }) => id));
  const left = heldWithout(region, ids, wanted);
  if (left.length === 0) return null;
  const others = cluster.holders.map(({ label }) => label).filter(({ id }) => !ids.has(id));
  const needed = new Set([...ids, ...others.map(({ id }) => id)]);
  const unnamed = new Set(heldWithout(region, needed, left));
  const free = left.filter((local) => !unnamed.has(local));
  for (const { id } of others.slice(0, MOST_LABELS).reverse()) {
    needed.delete(id);
    if (heldWithout(region, needed, free).length > 0) needed.add(id);
  }
  return { left: left.length, labels: others.filter(({ id }) => needed.has(id)), unnamed: unnamed.size };
}

/** How many of `wanted` a cut leaves. @param wanted local indexes */
export function countHeld(region: SuspectRegion, cut: readonly RegionLabel[], wanted: readonly number[]): number {
  return heldWithout(region, new Set(cut.map(({ id }) => id)), wanted).length;
}

function heldWithout(region: SuspectRegion, labelIds: ReadonlySet<number>, nodes: readonly number[]): number[] {
  const freed = BitSet.of(region.nodes.length, region.freedBy(labelIds));
  return nodes.filter((local) => !freed.has(local));
}
