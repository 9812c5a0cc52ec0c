import { eachOf, type TwinModel } from '../twin-model.js';

class Xb {
  readonly i2: number;
  readonly o: readonly number[];
  constructor(i2: number) {
    this.i2 = i2;
    this.o = [i2, i2 + 1];
  }
}

class Uy {
  readonly h = new Set<Xb>();
}

const uy = new Uy();
let last: Xb | null = null;

/** `Uy.h{}`: added, never deleted. Look-alike: what is under way, each entry gone when the next one starts. */
export const set: TwinModel = {
  name: 'set',
  buggy: (round) => eachOf(round, (serial) => uy.h.add(new Xb(serial))),
  fixed: (round) =>
    eachOf(round, (serial) => {
      const item = new Xb(serial);
      uy.h.add(item);
      uy.h.delete(item);
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      if (last !== null) uy.h.delete(last);
      last = new Xb(serial);
      uy.h.add(last);
    }),
  expected: { label: /^Uy\.h\{\}$/, kinds: ['unbounded-collection'] },
};
