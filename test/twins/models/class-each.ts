import { eachOf, type TwinModel } from '../twin-model.js';

class Cb {
  readonly d: number;
  readonly e = new Uint16Array(8);
  constructor(d: number) {
    this.d = d;
  }
}

/** A class of its own for each object, as factories and mixins make them. */
function make(serial: number): Cb {
  return new (class Cx extends Cb {})(serial);
}

class Cr {
  readonly v = new Map<string, Cb>();
}

const cr = new Cr();

/** `Cr.v{}`: each object is the only one of its class. Look-alike: the last thirty stay. */
export const classEach: TwinModel = {
  name: 'a class for each object',
  buggy: (round) => eachOf(round, (serial) => cr.v.set(`k${serial}`, make(serial))),
  fixed: (round) =>
    eachOf(round, (serial) => {
      cr.v.set(`k${serial}`, make(serial));
      cr.v.delete(`k${serial}`);
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      cr.v.set(`k${serial}`, make(serial));
      if (cr.v.size > 30) cr.v.delete(`k${serial - 30}`);
    }),
  expected: { label: /^Cr\.v\{\}$/, kinds: ['unbounded-collection'] },
};
