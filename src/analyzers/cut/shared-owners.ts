import { NodeType } from '../../snapshot/kinds.js';
import type { SuspectRegion } from './region.js';

/** Least share of the parts of a place that must lead to objects which parts of another place lead to as well. */
const MOSTLY = 0.5;
/** Most parts of one place for each shared owner: with more, the owner is something that many parts have in common. */
const MOST_EACH = 8;
const NO_KEY = -1;

/** Parts of one place that lead to what parts of another place lead to as well. */
interface Share {
  /** Parts of the place that lead there. */
  parts: number;
  /** Number of different shared parts that they lead to. */
  owners: number;
  /** The shared part that was counted last. */
  lastOwner: number;
}

/**
 * Finds places that are only different references to the same objects: four listeners that one object added to an emitter, or
 * records of one session in two indexes. The shared objects are the fault, with all these references to it. A place is a fault
 * of its own if most of its parts lead to nothing shared, if many of its parts share one object, or if its own objects are
 * larger than the shared ones.
 *
 * ```
 *   Emitter ──a──▶ Array ──▶ closure ─┐
 *           ──b──▶ Array ──▶ closure ─┴▶ scope ──▶ Session × 100
 * ```
 *
 * O(region).
 *
 * @param partOf of each node of the region, by local index
 * @param sharedBy parts that several others lead to, with these others
 * @param keyOf the place of each part, by the part; -1 for a part that nothing holds
 * @returns for a place the place that it belongs to, where that is another one
 */
export function findSharedOwners(
  region: SuspectRegion,
  partOf: Uint32Array,
  sharedBy: ReadonlyMap<number, readonly number[]>,
  keyOf: Int32Array,
): (key: number) => number {
  const shares = countShares(region, partOf, sharedBy, keyOf);
  const joined = new Map<number, number>();
  const rootOf = (key: number) => {
    let root = key;
    for (let next = joined.get(root); next !== undefined; next = joined.get(root)) root = next;
    return root;
  };
  if (shares.size === 0) return rootOf;
  const { parts, bytes } = weighPlaces(region, partOf, keyOf);
  for (const [key, targets] of shares) {
    for (const [owner, share] of targets) {
      const isWay = share.parts >= (parts.get(key) ?? 0) * MOSTLY && share.parts <= share.owners * MOST_EACH;
      const isLight = (bytes.get(key) ?? 0) <= (bytes.get(owner) ?? 0);
      if (isWay && isLight && rootOf(owner) !== rootOf(key)) joined.set(rootOf(key), rootOf(owner));
    }
  }
  return rootOf;
}

/** Counts, for each place, the parts that lead to parts of other places. */
function countShares(
  region: SuspectRegion,
  partOf: Uint32Array,
  sharedBy: ReadonlyMap<number, readonly number[]>,
  keyOf: Int32Array,
): Map<number, Map<number, Share>> {
  const shares = new Map<number, Map<number, Share>>();
  const hasSuspects = new Uint8Array(partOf.length);
  for (let local = 0; local < partOf.length; local += 1) if (region.isSuspect(local)) hasSuspects[partOf[local]] = 1;
  const keys = region.labels.length * 2;
  const counted = new Set<number>();
  for (const [part, sharers] of sharedBy) {
    const owner = keyOf[part];
    if (owner === NO_KEY || hasSuspects[part] === 0) continue;
    for (const sharer of sharers) {
      const key = keyOf[sharer];
      if (key === NO_KEY || key === owner) continue;
      const targets = shares.get(key) ?? new Map<number, Share>();
      const share = targets.get(owner) ?? { parts: 0, owners: 0, lastOwner: -1 };
      if (share.lastOwner !== part) share.owners += 1;
      share.lastOwner = part;
      const way = sharer * keys + owner;
      if (!counted.has(way)) share.parts += 1;
      counted.add(way);
      shares.set(key, targets.set(owner, share));
    }
  }
  return shares;
}

/** For each place the number of its parts with suspects, and the bytes of its objects without functions. */
function weighPlaces(region: SuspectRegion, partOf: Uint32Array, keyOf: Int32Array) {
  const parts = new Map<number, number>();
  const bytes = new Map<number, number>();
  const isCounted = new Uint8Array(partOf.length);
  const { graph, nodes } = region;
  for (let local = 0; local < nodes.length; local += 1) {
    const part = partOf[local];
    const key = keyOf[part];
    if (key === NO_KEY) continue;
    if (graph.nodeTypes[nodes[local]] !== NodeType.closure)
      bytes.set(key, (bytes.get(key) ?? 0) + graph.shallowSizes[nodes[local]]);
    if (isCounted[part] === 1 || !region.isSuspect(local)) continue;
    isCounted[part] = 1;
    parts.set(key, (parts.get(key) ?? 0) + 1);
  }
  return { parts, bytes };
}
