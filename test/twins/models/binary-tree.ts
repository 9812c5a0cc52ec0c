import { eachOf, type TwinModel } from '../twin-model.js';

class Hd {
  readonly k: number;
  lo: Hd | null = null;
  hi: Hd | null = null;
  readonly v: { readonly w: string };
  constructor(k: number) {
    this.k = k;
    this.v = { w: `w${k}` };
  }
}

class Sx {
  top: Hd | null = null;

  put(k: number): void {
    const node = new Hd(k);
    if (this.top === null) {
      this.top = node;
      return;
    }
    let at = this.top;
    for (;;) {
      const next = k < at.k ? at.lo : at.hi;
      if (next === null) break;
      at = next;
    }
    if (k < at.k) at.lo = node;
    else at.hi = node;
  }

  take(k: number): void {
    this.top = without(this.top, k);
  }
}

function without(node: Hd | null, k: number): Hd | null {
  if (node === null) return null;
  if (k < node.k) node.lo = without(node.lo, k);
  else if (k > node.k) node.hi = without(node.hi, k);
  else if (node.lo === null) return node.hi;
  else if (node.hi === null) return node.lo;
  else {
    let first = node.hi;
    while (first.lo !== null) first = first.lo;
    const rest = without(node.hi, first.k);
    first.lo = node.lo;
    first.hi = rest;
    return first;
  }
  return node;
}

const sx = new Sx();
/** Spreads the numbers, so that the tree stays flat: each of a thousand comes once. */
const spread = (serial: number): number => (serial * 617) % 1009;

/**
 * `Sx.top`: a search tree that nothing is taken from. Look-alike: more is put in than is taken out while the load grows, and most of
 * what was there goes.
 */
export const binaryTree: TwinModel = {
  name: 'search tree, two links from one root',
  buggy: (round) => eachOf(round, (serial) => sx.put(spread(serial))),
  fixed: (round) =>
    eachOf(round, (serial) => {
      sx.put(spread(serial));
      sx.take(spread(serial));
    }),
  lookAlike: (round) => {
    eachOf(round, (serial) => sx.put(spread(serial)));
    // Each round leaves ten more than the one before, the youngest ones.
    if (round > 0) for (let gone = 30 * (round - 1); gone < 30 * round; gone += 1) sx.take(spread(gone));
  },
  expected: {
    label: /^Sx\.top$/,
    kinds: ['growing-class', 'unbounded-collection'],
    neverSaid: [/stale/i],
  },
};
