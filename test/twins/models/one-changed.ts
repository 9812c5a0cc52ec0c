import { eachOf, type TwinModel } from '../twin-model.js';

class Fk {
  readonly k: string;
  n = 0;
  readonly o: { readonly c: string };
  constructor(k: string) {
    this.k = k;
    this.o = { c: k };
  }
}

class Zs {
  readonly v = new Map<string, Fk>();

  enter(k: string): void {
    this.v.set(k, new Fk(k));
  }

  leave(k: string): void {
    this.v.delete(k);
  }

  /** The first few alone are in use. */
  touchFirst(): void {
    let left = 3;
    for (const one of this.v.values()) {
      if (left === 0) return;
      left -= 1;
      one.n += 1;
    }
  }

  touchAll(): void {
    for (const one of this.v.values()) one.n += 1;
  }
}

const zs = new Zs();

/**
 * `Zs.v{}`: three old entries are in use, and all others are left behind. Look-alike: a set number of entries, all in use, that were
 * entered within two rounds.
 */
export const oneChanged: TwinModel = {
  name: 'few old entries that change among many that do not',
  buggy: (round) => {
    zs.touchFirst();
    eachOf(round, (serial) => zs.enter(`c${serial}`));
  },
  fixed: (round) =>
    eachOf(round, (serial) => {
      zs.enter(`c${serial}`);
      zs.leave(`c${serial}`);
    }),
  lookAlike: (round) => {
    if (round < 2) eachOf(round, (serial) => zs.enter(`c${serial}`));
    zs.touchAll();
  },
  expected: { label: /^Zs\.v\{\}$/, kinds: ['unbounded-collection'], verdict: 'leak' },
};
