/** Reproducible random numbers: xorshift32 (G. Marsaglia, 2003). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.imul(seed | 1, 0x9e3779b1) | 1;
  }

  /** A whole number below `limit`. */
  below(limit: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % Math.max(1, limit);
  }

  pick<T>(list: readonly T[]): T {
    const item = list[this.below(list.length)];
    if (item === undefined) throw new RangeError('expected a list with something in it');
    return item;
  }
}
