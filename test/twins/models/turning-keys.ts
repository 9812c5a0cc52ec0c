import { eachOf, PER_ROUND, type TwinModel } from '../twin-model.js';

class Vu {
  readonly q: number;
  readonly y: { readonly r: string };
  constructor(q: number) {
    this.q = q;
    this.y = { r: `y${q}` };
  }
}

class Ij {
  readonly u: Record<string, Vu> = {};

  put(key: string, serial: number): void {
    this.u[key] = new Vu(serial);
  }

  drop(key: string): void {
    delete this.u[key];
  }
}

const ij = new Ij();
/** The entries of a round grow with the load by so many. */
const MORE = 15;

/** The keys of a round, none of which is of another round. */
function keysOf(round: number): string[] {
  return Array.from({ length: PER_ROUND + MORE * round }, (_, index) => `r${round}-${index}`);
}

/** `Ij.u{}`: an object as a table whose keys stay. Look-alike: larger after each round, and with other keys altogether. */
export const turningKeys: TwinModel = {
  name: 'plain table, other keys after each round',
  buggy: (round) => keysOf(round).forEach((key, index) => ij.put(key, round * 1000 + index)),
  fixed: (round) =>
    eachOf(round, (serial) => {
      ij.put(`s${serial}`, serial);
      ij.drop(`s${serial}`);
    }),
  lookAlike: (round) => {
    if (round > 0) keysOf(round - 1).forEach((key) => ij.drop(key));
    keysOf(round).forEach((key, index) => ij.put(key, round * 1000 + index));
  },
  expected: { label: /^Ij\.u\{\}$/, kinds: ['unbounded-collection'] },
};
