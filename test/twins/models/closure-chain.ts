import { eachOf, type TwinModel } from '../twin-model.js';

class Gw {
  readonly j: number;
  readonly u: number[];
  constructor(j: number) {
    this.j = j;
    this.u = [j, j];
  }
}

class Ln {
  f: () => number = () => 0;
}

const ln = new Ln();

/** Wraps what was there, so that each function holds the one before in a variable. */
function wrap(item: Gw): void {
  const bz = ln.f;
  ln.f = function dv() {
    return item.j + (item.j > 1e9 ? bz() : 0);
  };
}

/** `dv → bz`: a chain of closures. Look-alike: the newest function only. */
export const closureChain: TwinModel = {
  name: 'chain of closures',
  buggy: (round) => eachOf(round, (serial) => wrap(new Gw(serial))),
  fixed: (round) =>
    eachOf(round, (serial) => {
      ln.f = () => 0;
      wrap(new Gw(serial));
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      const item = new Gw(serial);
      ln.f = () => item.j;
    }),
  expected: {
    label: /^(dv|wrap) → bz$|^Ln\.f\b/,
    renamed: /^[\w$]+ → [\w$]+$|^[\w$]+\.f\b/,
    kinds: ['closure-captured', 'stale-link', 'growing-class'],
  },
};
