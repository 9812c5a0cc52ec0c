/** Places of the filter for each id that is looked for, and the least of them: powers of two. */
const PLACES_PER_ID = 8;
const MIN_PLACES = 2 ** 12;

/** Node ids that are looked for: a Set of them, or a Map by them. */
export type IdLookup = Pick<ReadonlySet<number>, 'has' | 'size' | 'keys'>;

/**
 * The ordinals of some node ids; ids that no node has are left out. V8 writes nodes in no order of their ids: an index
 * over all of a heap costs more than to look for a few of them. Nearly all nodes fail the look at the low bits; only
 * the others are worth a look into the set. O(nodes + ids).
 */
export function findOrdinals(nodeIds: Uint32Array, ids: IdLookup): Map<number, number> {
  const ordinals = new Map<number, number>();
  if (ids.size === 0) return ordinals;
  let places = MIN_PLACES;
  while (places < ids.size * PLACES_PER_ID) places *= 2;
  const mask = places - 1;
  const lowBits = new Uint8Array(places);
  for (const id of ids.keys()) lowBits[(id >>> 1) & mask] = 1;
  for (let node = 0; node < nodeIds.length; node += 1) {
    const id = nodeIds[node];
    if (lowBits[(id >>> 1) & mask] === 1 && ids.has(id)) ordinals.set(id, node);
  }
  return ordinals;
}
