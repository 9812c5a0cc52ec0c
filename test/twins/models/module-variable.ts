import { eachOf, type TwinModel } from '../twin-model.js';

class Ax {
  readonly id: number;
  readonly n: { readonly k: string };
  constructor(id: number) {
    this.id = id;
    this.n = { k: `n${id}` };
  }
}

const lookedUp = new Map<string, Ax>();

/** A variable of the module: the place is the line that makes it. Look-alike: the newest nineteen. */
export const moduleVariable: TwinModel = {
  name: 'Map in a variable of the module',
  withText: true,
  buggy: (round) => eachOf(round, (serial) => lookedUp.set(`n ${serial}`, new Ax(serial))),
  fixed: (round) =>
    eachOf(round, (serial) => {
      lookedUp.set(`n ${serial}`, new Ax(serial));
      lookedUp.delete(`n ${serial}`);
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      lookedUp.set(`n ${serial}`, new Ax(serial));
      lookedUp.delete(`n ${serial - 19}`);
    }),
  expected: {
    label: /lookedUp\{\}$/,
    renamed: /\{\}$/,
    kinds: ['unbounded-collection'],
    findings: 1,
    className: /^Ax$/,
    source: /const lookedUp = new Map/,
    path: /^module module-variable\.(mjs|ts) → variable lookedUp → Map → Ax/,
  },
};
