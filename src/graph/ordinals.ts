/** Filter slots per id, and the least number of slots: powers of two. */
const PLACES_PER_ID = 8;
const MIN_PLACES = 2 ** 12;

/** Node ids to look up: a Set of ids, or a Map keyed by id. */
export type IdLookup = Pick<ReadonlySet<number>, 'has' | 'size' | 'keys'>;

/**
 * The ordinals of some node ids; ids that no node has are left out. V8 does not write nodes in order of their ids, and
 * an index over the whole heap costs more than one scan for a few ids. A filter on the low bits rejects nearly all
 * nodes before the set is consulted. O(nodes + ids).
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
