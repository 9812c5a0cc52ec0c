import { eachOf, type TwinModel } from '../twin-model.js';

class Bh {
  readonly t: number;
  readonly u: string[];
  constructor(t: number) {
    this.t = t;
    this.u = [`b${t}`];
  }
}

class Sx {
  readonly d: Bh[] = [];
}

const sx = new Sx();
const STRIDE = 5000;

/** `Sx.d[]`: slots far apart, so that V8 keeps a dictionary. Look-alike: 20 such slots, filled anew. */
export const sparseArray: TwinModel = {
  name: 'sparse array',
  buggy: (round) =>
    eachOf(round, (serial) => {
      sx.d[serial * STRIDE] = new Bh(serial);
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      sx.d[serial * STRIDE] = new Bh(serial);
      delete sx.d[serial * STRIDE];
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      sx.d[(serial % 20) * STRIDE] = new Bh(serial);
    }),
  expected: { label: /^Sx\.d\[\]$/, kinds: ['unbounded-collection'] },
};
