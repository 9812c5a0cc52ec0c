import { eachOf, type TwinModel } from '../twin-model.js';

interface Mo {
  readonly a: number;
}

function Mo(this: { a: number }, a: number) {
  this.a = a;
}

const NewMo = Mo as unknown as new (a: number) => Mo;

interface Fi extends Mo {
  readonly j: { readonly t: string };
}

function Fi(this: { a: number; j: { t: string } }, a: number) {
  Mo.call(this, a);
  this.j = { t: `f${a}` };
}
Fi.prototype = new NewMo(-1);

function Gu(this: { a: number }, a: number) {
  Mo.call(this, a);
}
Gu.prototype = new NewMo(-2);

function Ov(this: { a: number }, a: number) {
  Mo.call(this, a);
}
Ov.prototype = new NewMo(-3);

const NewFi = Fi as unknown as new (a: number) => Fi;
const NewGu = Gu as unknown as new (a: number) => Mo;
const NewOv = Ov as unknown as new (a: number) => Mo;

class Bk {
  readonly g: readonly Mo[] = Array.from({ length: 400 }, (_, a) => new NewGu(a));
  readonly o: readonly Mo[] = Array.from({ length: 200 }, (_, a) => new NewOv(a));
  readonly m: readonly Mo[] = Array.from({ length: 30 }, (_, a) => new NewMo(a));
  readonly c: Record<string, Fi> = {};
}

const bk = new Bk();

/**
 * `Bk.c` by key. Each class inherits by `Sub.prototype = new Mo()`, so all find the `constructor` of `Mo`. Look-alike:
 * the newest twenty stay.
 */
export const es5New: TwinModel = {
  name: 'ES5, prototype = new Base()',
  buggy: (round) =>
    eachOf(round, (serial) => {
      bk.c[`c${serial}`] = new NewFi(serial);
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      bk.c[`c${serial}`] = new NewFi(serial);
      delete bk.c[`c${serial}`];
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      bk.c[`c${serial}`] = new NewFi(serial);
      delete bk.c[`c${serial - 20}`];
    }),
  expected: {
    label: /^Bk\.c(\{\}|\[\]|\.\*)?/,
    kinds: ['unbounded-collection'],
    verdict: 'leak',
    findings: 1,
    className: /^Fi$/,
    counts: [40, 80, 120, 160],
    headline: /\bFi\b/,
  },
};
