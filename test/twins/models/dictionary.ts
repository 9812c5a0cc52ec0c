import { eachOf, type TwinModel } from '../twin-model.js';

class Kc {
  readonly e: number;
  readonly f: Date;
  constructor(e: number) {
    this.e = e;
    this.f = new Date(e);
  }
}

class Zt {
  readonly m: Record<string, Kc> = {};
}

const zt = new Zt();

/** `Zt.m{}`: an object as a table whose keys stay. Look-alike: 25 keys whose values are replaced again and again. */
export const dictionary: TwinModel = {
  name: 'object dictionary',
  buggy: (round) =>
    eachOf(round, (serial) => {
      zt.m[`u${serial}`] = new Kc(serial);
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      zt.m[`u${serial}`] = new Kc(serial);
      delete zt.m[`u${serial}`];
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      zt.m[`u${serial % 25}`] = new Kc(serial);
    }),
  expected: { label: /^Zt\.m\{\}$/, kinds: ['unbounded-collection'] },
};
