/** Which branches inputs reached, and how often, in steps, as AFL counts. */
export class Coverage {
  readonly #counters: Uint8Array;
  /** The same memory, four counters a word: most are 0, and this is done for each input. */
  readonly #words: Uint32Array;
  readonly #seen: Uint8Array;

  /** @param counters a multiple of four, which the code under test adds to */
  constructor(counters: Uint8Array) {
    this.#counters = counters;
    this.#words = new Uint32Array(counters.buffer, counters.byteOffset, counters.length >>> 2);
    this.#seen = new Uint8Array(counters.length);
  }

  /** Counters that any input reached. */
  get reached(): number {
    return this.reachedOf([[0, this.#seen.length]]);
  }

  /** Of some counters, given as `[first, behind the last]`, those that any input reached. */
  reachedOf(ranges: readonly (readonly [number, number])[]): number {
    let reached = 0;
    for (const [first, end] of ranges)
      for (let at = first; at < end; at += 1) if ((this.#seen[at] ?? 0) > 0) reached += 1;
    return reached;
  }

  /** Before an input. */
  start(): void {
    this.#counters.fill(0);
  }

  /** Adds what an input reached. @returns whether anything is new */
  add(): boolean {
    let isNew = false;
    for (let word = 0; word < this.#words.length; word += 1) {
      if (this.#words[word] === 0) continue;
      for (let at = word * 4; at < word * 4 + 4; at += 1) if (this.#isNew(at)) isNew = true;
    }
    return isNew;
  }

  #isNew(at: number): boolean {
    const count = this.#counters[at] ?? 0;
    if (count === 0) return false;
    const step = 1 << Math.min(7, 31 - Math.clz32(count));
    const seen = this.#seen[at] ?? 0;
    if ((seen & step) !== 0) return false;
    this.#seen[at] = seen | step;
    return true;
  }
}
