const FIRST_CAPACITY = 1024;

/**
 * A list of unsigned 32-bit integers that grows: four bytes a number, where an array of a million numbers takes eight or more
 * and is copied by the garbage collector.
 */
export class NumberList {
  #values = new Uint32Array(FIRST_CAPACITY);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Uint32Array(this.#values.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  /** The numbers as an array. The list must not be used afterwards. */
  take(): Uint32Array {
    return this.#values.slice(0, this.#length);
  }
}
