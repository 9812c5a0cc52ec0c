const RADIX_BITS = 11;
const RADIX = 2 ** RADIX_BITS;

/**
 * Ordinals by node id. V8 writes the objects of its heap in ascending order of their ids: those are searched as they
 * stand. What follows, native objects as a rule, is sorted. O(nodes) to make, O(log nodes) to ask.
 */
export class OrdinalIndex {
  readonly #nodeIds: Uint32Array;
  /** Ids of the first so many nodes ascend. */
  readonly #ascending: number;
  readonly #rest: { readonly ids: Uint32Array; readonly ordinals: Uint32Array };

  constructor(nodeIds: Uint32Array) {
    let ascending = Math.min(1, nodeIds.length);
    while (ascending < nodeIds.length && nodeIds[ascending] > nodeIds[ascending - 1]) ascending += 1;
    this.#nodeIds = nodeIds;
    this.#ascending = ascending;
    this.#rest = sortIds(nodeIds.subarray(ascending), ascending);
  }

  /** The ordinal of a node id, or -1. */
  find(id: number): number {
    const ordinal = search(this.#nodeIds, this.#ascending, id);
    if (ordinal !== -1) return ordinal;
    const rank = search(this.#rest.ids, this.#rest.ids.length, id);
    return rank === -1 ? -1 : this.#rest.ordinals[rank];
  }
}

/** Where `id` stands among the first `count` of ascending ids, or -1. */
function search(ids: Uint32Array, count: number, id: number): number {
  let low = 0;
  let high = count - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (ids[middle] === id) return middle;
    if (ids[middle] < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/**
 * Ids in ascending order with their ordinals: a radix sort from the least significant digit (Knuth, TAOCP 3, 5.2.5),
 * which is stable and calls no comparison function. O(ids) a digit.
 */
function sortIds(nodeIds: Uint32Array, firstOrdinal: number): { ids: Uint32Array; ordinals: Uint32Array } {
  const count = nodeIds.length;
  let ordinals = new Uint32Array(count);
  let sorted = new Uint32Array(count);
  for (let node = 0; node < count; node += 1) ordinals[node] = node;
  for (let shift = 0; shift < 32; shift += RADIX_BITS) {
    const ends = new Uint32Array(RADIX + 1);
    for (let node = 0; node < count; node += 1) ends[((nodeIds[node] >>> shift) & (RADIX - 1)) + 1] += 1;
    // One digit for all, as the highest often is: nothing moves.
    if (ends.includes(count)) continue;
    for (let digit = 0; digit < RADIX; digit += 1) ends[digit + 1] += ends[digit];
    for (let rank = 0; rank < count; rank += 1) {
      const digit = (nodeIds[ordinals[rank]] >>> shift) & (RADIX - 1);
      sorted[ends[digit]] = ordinals[rank];
      ends[digit] += 1;
    }
    [ordinals, sorted] = [sorted, ordinals];
  }
  for (let rank = 0; rank < count; rank += 1) {
    sorted[rank] = nodeIds[ordinals[rank]];
    ordinals[rank] += firstOrdinal;
  }
  return { ids: sorted, ordinals };
}
