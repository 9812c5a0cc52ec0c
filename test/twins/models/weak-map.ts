import { eachOf, type TwinModel } from '../twin-model.js';

class Ky {
  readonly n: number;
  constructor(n: number) {
    this.n = n;
  }
}

class Va {
  readonly k: Ky;
  readonly s: { readonly t: number };
  constructor(k: Ky) {
    this.k = k;
    this.s = { t: k.n };
  }
}

class Tb {
  readonly w = new WeakMap<Ky, Va>();
  readonly o = new Map<number, Va>();
}

const tb = new Tb();

function enter(serial: number): Ky {
  const key = new Ky(serial);
  const value = new Va(key);
  tb.w.set(key, value);
  tb.o.set(serial, value);
  return key;
}

/**
 * `Tb.o{}`: the value of a WeakMap points back at its key, which is harmless until the value is booked elsewhere too.
 * Look-alike: only the WeakMap, whose entries die with their keys.
 */
export const weakMap: TwinModel = {
  name: 'WeakMap held by both ends',
  buggy: (round) => eachOf(round, (serial) => void enter(serial)),
  fixed: (round) =>
    eachOf(round, (serial) => {
      enter(serial);
      tb.o.delete(serial);
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      const key = new Ky(serial);
      tb.w.set(key, new Va(key));
    }),
  expected: { label: /^Tb\.o\{\}$/, kinds: ['unbounded-collection'] },
};
