import { eachOf, type TwinModel } from '../twin-model.js';

class Kx {
  readonly v: number;
  readonly w: Uint16Array;
  constructor(v: number) {
    this.v = v;
    this.w = new Uint16Array(8);
  }
}

class Lr {
  readonly max: number;
  readonly m = new Map<string, Kx>();
  constructor(max: number) {
    this.max = max;
  }

  /** @param wrong drops the oldest by a key that nobody entered */
  put(serial: number, wrong: boolean): void {
    this.m.set(`k${serial}`, new Kx(serial));
    if (this.m.size <= this.max) return;
    this.m.delete(wrong ? `${serial - this.max}` : `k${serial - this.max}`);
  }
}

const small = new Lr(30);
const large = new Lr(5000);

/** `Lr.m{}`: its bound does not hold. Look-alike: the bound is not reached yet, every round adds as many. */
export const brokenEviction: TwinModel = {
  name: 'eviction by a wrong key',
  buggy: (round) => eachOf(round, (serial) => small.put(serial, true)),
  fixed: (round) => eachOf(round, (serial) => small.put(serial, false)),
  lookAlike: (round) => eachOf(round, (serial) => large.put(serial, false)),
  expected: { label: /^Lr\.m\{\}$/, kinds: ['unbounded-collection'] },
};
