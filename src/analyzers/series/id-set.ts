/** Room for even ids at first; doubled when it is used up. */
const FIRST_OTHERS = 64;
const MAX_DENSE_ID = 2 ** 31;

/**
 * A set of node ids. Ids of JavaScript objects are odd and dense, so they take one bit each; ids of native
 * objects are even, few, and as large as addresses, so they go to a list that is sorted when first asked.
 */
export class IdSet {
  #words: Uint32Array;
  #others = new Uint32Array(FIRST_OTHERS);
  #otherCount = 0;
  #isSorted = true;

  /** @param expectedMaxId a hint for the first allocation; the set grows beyond it */
  constructor(expectedMaxId = 1 << 16) {
    // An even id is that of a native object: as large as an address and useless as a hint.
    this.#words = new Uint32Array(((expectedMaxId & 1) === 0 ? 0 : Math.min(expectedMaxId, MAX_DENSE_ID) >>> 6) + 1);
  }

  /** @param id an unsigned 32-bit number */
  add(id: number): void {
    // A stray huge odd id must not allocate a huge bit set.
    if ((id & 1) === 0 || id > MAX_DENSE_ID) {
      this.#addOther(id);
      return;
    }
    const bit = id >>> 1;
    const word = bit >>> 5;
    if (word >= this.#words.length) this.#grow(word);
    this.#words[word] |= 1 << (bit & 31);
  }

  has(id: number): boolean {
    if ((id & 1) === 0 || id > MAX_DENSE_ID) return this.#hasOther(id);
    const bit = id >>> 1;
    const word = bit >>> 5;
    return word < this.#words.length && (this.#words[word] & (1 << (bit & 31))) !== 0;
  }

  #grow(word: number): void {
    const larger = new Uint32Array(Math.max(word + 1, Math.ceil(this.#words.length * 1.5)));
    larger.set(this.#words);
    this.#words = larger;
  }

  #addOther(id: number): void {
    if (this.#otherCount === this.#others.length) {
      const larger = new Uint32Array(this.#others.length * 2);
      larger.set(this.#others);
      this.#others = larger;
    }
    this.#others[this.#otherCount] = id;
    this.#otherCount += 1;
    this.#isSorted = false;
  }

  #hasOther(id: number): boolean {
    const others = this.#others;
    if (!this.#isSorted) {
      others.subarray(0, this.#otherCount).sort();
      this.#isSorted = true;
    }
    let low = 0;
    let high = this.#otherCount - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      if (others[middle] === id) return true;
      if (others[middle] < id) low = middle + 1;
      else high = middle - 1;
    }
    return false;
  }
}
