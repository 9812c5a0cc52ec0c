import { NodeType } from '../../snapshot/kinds.js';
import type { SuspectRegion } from './region.js';

/** Share of the parts of a place that must lead to what others lead to. */
const MOSTLY = 0.5;
/** References of one place to the same owner: more of them, and the owner is what many have in common. */
const MOST_EACH = 8;
const NO_KEY = -1;

/** Parts of one place that lead to what parts of another place lead to as well. */
interface Share {
  /** Parts of the place that lead there. */
  parts: number;
  /** Different parts that they lead to. */
  owners: number;
  /** The one that was counted last. */
  lastOwner: number;
}

/**
 * Places whose parts are only the ways to the same objects: four listeners that an object added to one emitter, records of one
 * session in two indexes. What they lead to is the fault, with all of them as references to it. A place stays on its own if most
 * of its parts lead nowhere else, if many of its parts share one object, or if its own objects outweigh what is shared: then it
 * has a fault of its own.
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

/** What leads to what, by place. */
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

/** Of each place its parts with suspects, and the bytes of their objects: a function has nothing but what it leads to. */
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
