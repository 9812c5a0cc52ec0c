import { eachOf, type TwinModel } from '../twin-model.js';

class Pf {
  readonly z: number;
  readonly g: { readonly m: number };
  constructor(z: number) {
    this.z = z;
    this.g = { m: z };
  }
}

class Uk {
  gone = 0;
  readonly f = new FinalizationRegistry<unknown>(() => {
    this.gone += 1;
  });
}

const uk = new Uk();

/** `Uk.f`: the value for the clean-up refers to the object that it waits for. Look-alike: it is a number. */
export const finalization: TwinModel = {
  name: 'FinalizationRegistry, own target',
  buggy: (round) =>
    eachOf(round, (serial) => {
      const item = new Pf(serial);
      uk.f.register(item, () => item.g.m);
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      const item = new Pf(serial);
      uk.f.register(item, () => item.g.m, item);
      uk.f.unregister(item);
    }),
  lookAlike: (round) => eachOf(round, (serial) => uk.f.register(new Pf(serial), serial)),
  expected: {
    label: /^Uk\.f\b|FinalizationRegistry/,
    renamed: /^[\w$]+\.f\b|FinalizationRegistry/,
    kinds: ['unbounded-collection', 'growing-class'],
  },
};
