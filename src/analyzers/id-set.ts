/**
 * A set of node ids. Ids of JavaScript objects are odd and dense, so they take one bit each; ids of native
 * objects are even, few, and as large as addresses, so they go to a table.
 */
export class IdSet {
  #words: Uint32Array;
  readonly #others = new Set<number>();

  /** @param expectedMaxId a hint for the first allocation; the set grows beyond it */
  constructor(expectedMaxId = 1 << 16) {
    this.#words = new Uint32Array((expectedMaxId >>> 6) + 1);
  }

  add(id: number): void {
    // A stray huge odd id must not allocate a huge bit set.
    if ((id & 1) === 0 || id > MAX_DENSE_ID) {
      this.#others.add(id);
      return;
    }
    const bit = id >>> 1;
    const word = bit >>> 5;
    if (word >= this.#words.length) this.#grow(word);
    this.#words[word] |= 1 << (bit & 31);
  }

  has(id: number): boolean {
    if ((id & 1) === 0 || id > MAX_DENSE_ID) return this.#others.has(id);
    const bit = id >>> 1;
    const word = bit >>> 5;
    return word < this.#words.length && (this.#words[word] & (1 << (bit & 31))) !== 0;
  }

  #grow(word: number): void {
    const larger = new Uint32Array(Math.max(word + 1, Math.ceil(this.#words.length * 1.5)));
    larger.set(this.#words);
    this.#words = larger;
  }
}

const MAX_DENSE_ID = 2 ** 31;
