import { eachOf, type TwinModel } from '../twin-model.js';

/** V8 marks each object of a class with private methods with a symbol of the class. */
class Qm {
  readonly k: string;
  #n = 0;
  constructor(k: string) {
    this.k = k;
    this.#step();
  }

  #step(): void {
    this.#n += 1;
  }

  get #twice(): number {
    return this.#n * 2;
  }

  sum(): number {
    this.#step();
    return this.#twice;
  }
}

class Tw {
  readonly h = new Map<string, Qm>();

  #has(k: string): boolean {
    return this.h.has(k);
  }

  enter(k: string): number {
    const one = new Qm(k);
    if (!this.#has(k)) this.h.set(k, one);
    return one.sum();
  }

  leave(k: string): void {
    this.h.delete(k);
  }
}

const tw = new Tw();

/** `Tw.h{}` of objects with private methods. Look-alike: thirty of them, entered again and again. */
export const branded: TwinModel = {
  name: 'entries with private methods',
  buggy: (round) => eachOf(round, (serial) => tw.enter(`k${serial}`)),
  fixed: (round) =>
    eachOf(round, (serial) => {
      tw.enter(`k${serial}`);
      tw.leave(`k${serial}`);
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      tw.leave(`k${serial % 30}`);
      tw.enter(`k${serial % 30}`);
    }),
  expected: {
    label: /^Tw\.h\{\}$/,
    kinds: ['unbounded-collection'],
    className: /^Qm$/,
    counts: [40, 80, 120, 160],
    perRound: 40,
    findings: 1,
  },
};
