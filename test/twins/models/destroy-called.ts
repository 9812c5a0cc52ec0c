import { eachOf, type TwinModel } from '../twin-model.js';

class Yf {
  readonly id: number;
  readonly x: { readonly c: string };
  #destroyCalled = false;
  constructor(id: number) {
    this.id = id;
    this.x = { c: `c${id}` };
  }
  destroy(): void {
    this.#destroyCalled = true;
  }
  get isGone(): boolean {
    return this.#destroyCalled;
  }
}

class Hs {
  static readonly m = new Set<Yf>();
  readonly z = 0;
}

/** `Hs.m{}`: destroyed and not taken out; the flag is a private field. Look-alike: twenty that nobody destroyed. */
export const destroyCalled: TwinModel = {
  name: 'destroy was called, in a Set',
  pending: 'point 2',
  buggy: (round) =>
    eachOf(round, (serial) => {
      const yf = new Yf(serial);
      Hs.m.add(yf);
      yf.destroy();
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      const yf = new Yf(serial);
      Hs.m.add(yf);
      yf.destroy();
      if (yf.isGone) Hs.m.delete(yf);
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      Hs.m.add(new Yf(serial));
      for (const yf of Hs.m) if (yf.id === serial - 20) Hs.m.delete(yf);
    }),
  expected: {
    label: /^Hs\.m\{\}$/,
    kinds: ['dead-connection-retained', 'ledger-entry-kept', 'unbounded-collection'],
    verdict: 'leak',
    findings: 1,
    className: /^Yf$/,
    deadBy: /destroyCalled = true/,
  },
};
