import { eachOf, type TwinModel } from '../twin-model.js';

class Pt {
  readonly v: string;
  readonly w = ['a', 'b'];
  constructor(v: string) {
    this.v = v;
  }
}

class Qa {
  readonly h = new Map<string, Pt>();

  keep(serial: number): void {
    this.h.set(`k${serial}`, new Pt(`${serial}`));
  }

  drop(serial: number): void {
    this.h.delete(`k${serial}`);
  }
}

class Qb {
  readonly g = new Map<string, Pt>();

  keep(serial: number): void {
    this.g.set(`k${serial}`, new Pt(`${serial}`));
    if (this.g.size > 5000) this.g.clear();
  }
}

const open = new Qa();
const bounded = new Qb();

/** `Qa.h{}`, which nobody empties. Look-alike: the bound, a literal in the code, is far away. */
export const boundedByCode: TwinModel = {
  name: 'a bound that stands in the code alone',
  buggy: (round) => eachOf(round, (serial) => open.keep(serial)),
  fixed: (round) =>
    eachOf(round, (serial) => {
      open.keep(serial);
      open.drop(serial);
    }),
  lookAlike: (round) => eachOf(round, (serial) => bounded.keep(serial)),
  expected: { label: /^Qa\.h\{\}$/, kinds: ['unbounded-collection'] },
};
