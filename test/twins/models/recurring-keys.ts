import { eachOf, type TwinModel } from '../twin-model.js';

class Lq {
  readonly k: string;
  readonly o: { readonly c: string };
  times = 0;
  constructor(k: string) {
    this.k = k;
    this.o = { c: k };
  }
}

class Ee {
  readonly by: Record<string, Lq> = {};

  hit(k: string): void {
    let one = this.by[k];
    if (one === undefined) {
      one = new Lq(k);
      this.by[k] = one;
    }
    one.times += 1;
  }

  drop(k: string): void {
    delete this.by[k];
  }
}

const ee = new Ee();
/** So many keys there are in all, and so many are asked for in a round. */
const KEYS = 260;
const ASKED = 130;

/** Numbers that look like chance, the same ones in each run: a linear congruential generator (Knuth, TAOCP 2, 3.3.4). */
let state = 7;
function random(below: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}

/**
 * `Ee.by{}`: each key comes three times within its round, and never again. Look-alike: keys out of a fixed number, which come again for
 * good, so that each round brings fewer new ones.
 */
export const recurringKeys: TwinModel = {
  name: 'keys that never come again',
  buggy: (round) => {
    for (let index = 0; index < 60 - 4 * round; index += 1)
      for (let time = 0; time < 3; time += 1) ee.hit(`s${round}-${index}`);
  },
  fixed: (round) =>
    eachOf(round, (serial) => {
      ee.hit(`s${serial}`);
      ee.drop(`s${serial}`);
    }),
  lookAlike: (round) => eachOf(round, () => ee.hit(`k${random(KEYS)}`), ASKED),
  expected: { label: /^Ee\.by\{\}$/, kinds: ['unbounded-collection'], verdict: 'leak' },
};
