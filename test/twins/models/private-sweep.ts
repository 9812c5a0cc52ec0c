import { eachOf, type TwinModel } from '../twin-model.js';

const HOUR_MS = 3_600_000;

class Jc {
  readonly k: string;
  readonly at = Date.now();
  readonly o: { readonly c: string };
  constructor(k: string) {
    this.k = k;
    this.o = { c: k };
  }
}

/** Its private method counts, and takes nothing out. */
class Ka {
  readonly #s = new Map<string, Jc>();
  sum = 0;

  constructor() {
    setInterval(() => this.#count(), 1).unref();
  }

  put(k: string): void {
    this.#s.set(k, new Jc(k));
  }

  drop(k: string): void {
    this.#s.delete(k);
  }

  #count(): void {
    for (const { at } of this.#s.values()) if (at < Date.now() - HOUR_MS) this.sum += 1;
  }
}

/** Its private method takes out what is older than an hour; no method that can be seen from outside does. */
class Kb {
  readonly #s = new Map<string, Jc>();

  constructor() {
    setInterval(() => this.#sweep(), 1).unref();
  }

  put(k: string): void {
    this.#s.set(k, new Jc(k));
  }

  #sweep(): void {
    for (const [k, { at }] of this.#s) if (at < Date.now() - HOUR_MS) this.#s.delete(k);
  }
}

const ka = new Ka();
const kb = new Kb();
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 5));

/** `Ka.#s{}`, whose private method only counts. Look-alike: the private method of the other class deletes by age. */
export const privateSweep: TwinModel = {
  name: 'private method that sweeps',
  buggy: async (round) => {
    eachOf(round, (serial) => ka.put(`k${serial}`));
    await aWhile();
  },
  fixed: async (round) => {
    eachOf(round, (serial) => {
      ka.put(`k${serial}`);
      ka.drop(`k${serial}`);
    });
    await aWhile();
  },
  lookAlike: async (round) => {
    eachOf(round, (serial) => kb.put(`k${serial}`));
    await aWhile();
  },
  expected: { label: /^Ka\.#s\{\}$/, renamed: /^[\w$]+\.#\w+\{\}$/, kinds: ['unbounded-collection'] },
};
