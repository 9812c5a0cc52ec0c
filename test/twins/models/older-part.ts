import { eachOf, type TwinModel } from '../twin-model.js';

class Bq {
  readonly id: number;
  readonly t: { readonly w: string };
  constructor(id: number) {
    this.id = id;
    this.t = { w: `w${id}` };
  }
}

class Ic {
  pile: Bq[] = [];
  /** What was there when the program had warmed up; as a report or a debugger keeps it. */
  early: readonly Bq[] = [];
}

const ic = new Ic();

/**
 * `Ic.pile[]`; its older part is also held by `Ic.early`, which does not grow. One fault. Look-alike: two hundred from
 * the start in both, and the newest ten.
 */
export const olderPart: TwinModel = {
  name: 'a pile and a copy of its older part',
  buggy: (round) => {
    eachOf(round, (serial) => ic.pile.push(new Bq(serial)));
    if (round === 0) {
      for (let id = -160; id < 0; id += 1) ic.pile.push(new Bq(id));
      ic.early = [...ic.pile];
    }
  },
  fixed: (round) =>
    eachOf(round, (serial) => {
      ic.pile.push(new Bq(serial));
      ic.pile.pop();
    }),
  lookAlike: (round) => {
    if (round === 0) {
      for (let id = -200; id < 0; id += 1) ic.pile.push(new Bq(id));
      ic.early = [...ic.pile];
    }
    eachOf(round, (serial) => {
      ic.pile.push(new Bq(serial));
      if (ic.pile.length > 210) ic.pile.splice(200, 1);
    });
  },
  expected: {
    label: /^Ic\.pile\[\]$/,
    kinds: ['unbounded-collection'],
    findings: 1,
    className: /^Bq$/,
    perRound: 40,
    neverSaid: [/0, 0, 0/],
  },
};
