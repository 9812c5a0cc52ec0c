import { eachOf, PER_ROUND, type TwinModel } from '../twin-model.js';

class Un {
  readonly no: number;
  readonly b: { readonly z: number };
  constructor(no: number) {
    this.no = no;
    this.b = { z: no };
  }
}

class Fp {
  readonly limit: number;
  readonly u: Un[] = [];
  readonly f: Un[] = [];
  constructor(limit: number) {
    this.limit = limit;
  }

  /** As many at once as asked for, all given back. */
  peak(size: number): void {
    while (this.u.length < Math.min(size, this.limit)) {
      const made = new Un(this.u.length);
      this.u.push(made);
      this.f.push(made);
    }
  }
}

const fp = new Fp(500);
const lost: Un[] = [];

/** `lost[]`, a module variable. Look-alike: a pool that fills towards its limit by as many each round. */
export const fillingPool: TwinModel = {
  name: 'module variable, array',
  buggy: (round) => eachOf(round, (serial) => lost.push(new Un(serial))),
  fixed: (round) => eachOf(round, (serial) => void new Un(serial)),
  lookAlike: (round) => fp.peak((round + 1) * PER_ROUND),
  expected: { label: /lost\[\]$/, renamed: /→ [\w$]+\[\]$/, kinds: ['unbounded-collection'] },
};
