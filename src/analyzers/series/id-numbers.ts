const FIRST_ROOM = 256;

/**
 * A number for each of many node ids, twelve bytes each: an earlier snapshot may need an entry for every tenth of its
 * objects, and a Map would store these on V8's own heap.
 */
export class IdNumbers {
  #ids = new Uint32Array(FIRST_ROOM);
  #values = new Float64Array(FIRST_ROOM);
  #count = 0;
  #isSorted = true;

  get size(): number {
    return this.#count;
  }

  /** @param id an unsigned 32-bit number that was not put in before */
  add(id: number, value: number): void {
    if (this.#count === this.#ids.length) this.#grow();
    if (this.#count > 0 && this.#ids[this.#count - 1] > id) this.#isSorted = false;
    this.#ids[this.#count] = id;
    this.#values[this.#count] = value;
    this.#count += 1;
  }

  /** O(log size); the first call after ids out of order costs O(size log size). */
  get(id: number): number | undefined {
    if (!this.#isSorted) this.#sort();
    let low = 0;
    let high = this.#count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = this.#ids[middle];
      if (found === id) return this.#values[middle];
      if (found < id) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  /** All ids, in the order of insertion, or ascending after the first look-up. */
  ids(): Uint32Array {
    return this.#ids.subarray(0, this.#count);
  }

  #grow(): void {
    const ids = new Uint32Array(this.#count * 2);
    const values = new Float64Array(this.#count * 2);
    ids.set(this.#ids);
    values.set(this.#values);
    this.#ids = ids;
    this.#values = values;
  }

  // An id and a position together do not fit into a number, so positions are sorted by id.
  #sort(): void {
    const ids = this.ids();
    const order = Uint32Array.from(ids, (_, place) => place).sort((a, b) => ids[a] - ids[b]);
    this.#ids = Uint32Array.from(order, (place) => ids[place]);
    this.#values = Float64Array.from(order, (place) => this.#values[place]);
    this.#isSorted = true;
  }
}
