import { eachOf, type TwinModel } from '../twin-model.js';

class Vo {
  readonly z: number;
  readonly g: { readonly m: number };
  constructor(z: number) {
    this.z = z;
    this.g = { m: z };
  }
}

class Hs {
  readonly x: number;
  readonly y: readonly string[];
  constructor(x: number) {
    this.x = x;
    this.y = [`y${x}`];
  }
}

class Bw {
  gone = 0;
  readonly c = new Map<number, Vo>();
  readonly f = new FinalizationRegistry<Hs>((held) => {
    this.gone += held.y.length;
  });
}

const bw = new Bw();

/** `Bw.c` keeps objects for which a registry holds a value each: the value is not what keeps. Look-alike: nothing but the registry. */
export const registered: TwinModel = {
  name: 'Map of registered objects',
  buggy: (round) =>
    eachOf(round, (serial) => {
      const item = new Vo(serial);
      bw.c.set(serial, item);
      bw.f.register(item, new Hs(serial));
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      const item = new Vo(serial);
      bw.c.set(serial, item);
      bw.f.register(item, new Hs(serial), item);
      bw.f.unregister(item);
      bw.c.delete(serial);
    }),
  lookAlike: (round) => eachOf(round, (serial) => bw.f.register(new Vo(serial), new Hs(serial))),
  expected: { label: /^Bw\.c\{\}/, kinds: ['unbounded-collection'] },
};
