import { eachOf, type TwinModel } from '../twin-model.js';

class Wd {
  readonly b: number;
  readonly n: { readonly o: number };
  constructor(b: number) {
    this.b = b;
    this.n = { o: b };
  }
}

/** A function that remembers in a field of its own. */
function hx(key: number): Wd {
  const known = hx.k.get(`h${key}`) ?? new Wd(key);
  hx.k.set(`h${key}`, known);
  return known;
}
hx.k = new Map<string, Wd>();

/** `hx.k{}`: asked for another key each time. Look-alike: asked for 20 keys again and again. */
export const functionProperty: TwinModel = {
  name: 'field of a function',
  buggy: (round) => eachOf(round, (serial) => void hx(serial)),
  fixed: (round) =>
    eachOf(round, (serial) => {
      hx(serial);
      hx.k.delete(`h${serial}`);
    }),
  lookAlike: (round) => eachOf(round, (serial) => void hx(serial % 20)),
  expected: { label: /^hx\.k\{\}$/, renamed: /^[\w$]+\.k\{\}$/, kinds: ['unbounded-collection'] },
};
