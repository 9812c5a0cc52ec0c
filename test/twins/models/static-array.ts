import { eachOf, type TwinModel } from '../twin-model.js';

class Iz {
  static readonly a: Iz[] = [];
  readonly d: number;
  constructor(d: number) {
    this.d = d;
    Iz.a.push(this);
  }
}

/** `Iz.a[]`, a static field: every instance enters itself. Look-alike: at most 25 do. */
export const staticArray: TwinModel = {
  name: 'static array of a class',
  buggy: (round) => eachOf(round, (serial) => void new Iz(serial)),
  fixed: (round) =>
    eachOf(round, (serial) => {
      Iz.a.splice(Iz.a.indexOf(new Iz(serial)), 1);
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      new Iz(serial);
      if (Iz.a.length > 25) Iz.a.shift();
    }),
  expected: {
    label: /^_?Iz\.a(\[\])?$/,
    renamed: /^[\w$]+\.a(\[\])?$/,
    kinds: ['unbounded-collection', 'growing-class'],
  },
};
