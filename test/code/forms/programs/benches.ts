class Bench {
  readonly key: string;
  readonly legs: number;

  constructor(key: string, legs: number) {
    this.key = key;
    this.legs = legs;
  }
}

export class Benches {
  static #made = 0;
  accessor taken = new Map<string, Bench>();
  accessor left = 0;

  add(key: string): void {
    const bench = this.#make(key);
    this.taken.set(key, bench);
    setTimeout(() => this.#leave(bench), 240_000);
  }

  #make(key: string): Bench {
    Benches.#made += 1;
    return new Bench(key, Benches.#made % 3);
  }

  #leave(bench: Bench): void {
    this.left += 1;
    if (bench.legs === 0) return;
    this.taken.delete(bench.key);
  }
}
