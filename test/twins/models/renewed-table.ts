import { PER_ROUND, type TwinModel } from '../twin-model.js';

class Gv {
  readonly t: number;
  readonly d: { readonly s: number };
  constructor(t: number) {
    this.t = t;
    this.d = { s: t };
  }
}

let held: Record<string, Gv> = {};

function fill(table: Record<string, Gv>, round: number): void {
  for (let index = 0; index < PER_ROUND + 12 * round; index += 1) table[`r${round}-${index}`] = new Gv(index);
}

/** A variable of the module with a table that only grows. Look-alike: a new table takes its place, one that is larger. */
export const renewedTable: TwinModel = {
  name: 'plain table, renewed after each round',
  buggy: (round) => fill(held, round),
  fixed: (round) => {
    fill(held, round);
    held = {};
  },
  lookAlike: (round) => {
    held = {};
    fill(held, round);
  },
  expected: { label: /\bheld\{\}$/, renamed: /\{\}$/, kinds: ['unbounded-collection'] },
};
