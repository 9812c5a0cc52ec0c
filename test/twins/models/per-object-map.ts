import { eachOf, type TwinModel } from '../twin-model.js';

class Sp {
  readonly text: string;
  readonly f: { readonly c: number };
  constructor(text: string) {
    this.text = text;
    this.f = { c: text.length };
  }
}

class Cq {
  readonly p = new Map<string, Sp>();
}

const four = [new Cq(), new Cq(), new Cq(), new Cq()];

function prepare(serial: number, text: string): Map<string, Sp> {
  const { p } = four[serial % 4] ?? new Cq();
  if (!p.has(text)) p.set(text, new Sp(text));
  return p;
}

/** `Cq.p{}` of four old objects, by text with a number in it. Look-alike: the text has a place-holder. */
export const perObjectMap: TwinModel = {
  name: 'Maps of four old objects',
  buggy: (round) => eachOf(round, (serial) => void prepare(serial, `select ${serial}`)),
  fixed: (round) =>
    eachOf(round, (serial) => {
      prepare(serial, `select ${serial}`).delete(`select ${serial}`);
    }),
  lookAlike: (round) => eachOf(round, (serial) => void prepare(serial, `select ? ${serial % 20}`)),
  expected: { label: /^Cq\.p\{\}$/, kinds: ['unbounded-collection'] },
};
