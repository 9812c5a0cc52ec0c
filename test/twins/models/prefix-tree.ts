import { eachOf, type TwinModel } from '../twin-model.js';

class Ty {
  zero: Ty | null = null;
  one: Ty | null = null;
  hit = 0;
}

class Rw {
  readonly base = new Ty();

  mark(bits: number, depth: number): void {
    let at = this.base;
    for (let bit = depth - 1; bit >= 0; bit -= 1) {
      if (((bits >> bit) & 1) === 0) {
        at.zero ??= new Ty();
        at = at.zero;
      } else {
        at.one ??= new Ty();
        at = at.one;
      }
    }
    at.hit += 1;
  }

  forget(bits: number, depth: number): void {
    const way: Ty[] = [this.base];
    let at: Ty | null = this.base;
    for (let bit = depth - 1; bit >= 0 && at !== null; bit -= 1) {
      at = ((bits >> bit) & 1) === 0 ? at.zero : at.one;
      if (at !== null) way.push(at);
    }
    for (let index = way.length - 1; index > 0; index -= 1) {
      const node = way[index];
      const above = way[index - 1];
      if (node === undefined || above === undefined || node.zero !== null || node.one !== null) return;
      if (above.zero === node) above.zero = null;
      else above.one = null;
    }
  }
}

const rw = new Rw();
const DEPTH = 14;
const spread = (serial: number): number => (serial * 2741) % 2 ** DEPTH;

/** `Rw.base`: addresses as ways through a tree, for good. Look-alike: each is taken out two rounds later, and each round has more. */
export const prefixTree: TwinModel = {
  name: 'prefix tree, two links from one root',
  buggy: (round) => eachOf(round, (serial) => rw.mark(spread(serial), DEPTH)),
  fixed: (round) =>
    eachOf(round, (serial) => {
      rw.mark(spread(serial), DEPTH);
      rw.forget(spread(serial), DEPTH);
    }),
  lookAlike: (round) => {
    for (let each = 0; each < 30 + 8 * round; each += 1) rw.mark(spread(round * 100 + each), DEPTH);
    if (round > 0)
      for (let each = 0; each < 30 + 8 * (round - 1); each += 1) rw.forget(spread((round - 1) * 100 + each), DEPTH);
  },
  expected: {
    label: /^Rw\.base\b|^Ty\.(?:zero|one)$/,
    kinds: ['growing-class', 'unbounded-collection'],
    neverSaid: [/stale/i],
  },
};
