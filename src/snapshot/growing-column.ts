const FIRST_CAPACITY = 256;

/** A growing array of 32-bit numbers. Its capacity doubles. */
export class GrowingColumn {
  count = 0;
  #values = new Uint32Array(FIRST_CAPACITY);

  push(value: number): void {
    if (this.count === this.#values.length) {
      const grown = new Uint32Array(this.count * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.count++] = value;
  }

  /** Replaces one that was pushed. */
  set(index: number, value: number): void {
    this.#values[index] = value;
  }

  /** A copy without the unused capacity. */
  values(): Uint32Array {
    return this.#values.slice(0, this.count);
  }
}
