import { eachOf, type TwinModel } from '../twin-model.js';

class Dm {
  readonly x: number;
  readonly y: number[];
  constructor(x: number) {
    this.x = x;
    this.y = [x];
  }
}

/** A function with a variable that nobody else sees. */
function fk(most: number): (item: Dm) => number {
  const zz: Dm[] = [];
  return function gm(item) {
    zz.push(item);
    if (zz.length > most) zz.shift();
    return zz.length;
  };
}

const endless = fk(Number.POSITIVE_INFINITY);
const short = fk(24);

/** `gm → zz[]`. Look-alike: the same function with a bound of 24. */
export const closureVariable: TwinModel = {
  name: 'closure variable',
  buggy: (round) => eachOf(round, (serial) => void endless(new Dm(serial))),
  fixed: (round) => eachOf(round, (serial) => void new Dm(serial).y.push(endless.length)),
  lookAlike: (round) => eachOf(round, (serial) => void short(new Dm(serial))),
  expected: {
    label: /^(gm|fk) → zz\[\]$/,
    renamed: /^[\w$]+ → [\w$]+\[\]$/,
    kinds: ['unbounded-collection', 'closure-captured'],
  },
};
