import { eachOf, PER_ROUND, type TwinModel } from '../twin-model.js';

interface Tr {
  readonly n: number;
}

function Tr(this: { n: number }, n: number) {
  this.n = n;
}

interface Dv extends Tr {
  open: boolean;
}

function Dv(this: { n: number; open: boolean }, n: number) {
  Tr.call(this, n);
  this.open = true;
}
Dv.prototype = Object.create(Tr.prototype);

interface Lg extends Tr {
  closed: boolean;
}

function Lg(this: { n: number; closed: boolean }, n: number) {
  Tr.call(this, n);
  this.closed = false;
}
Lg.prototype = Object.create(Tr.prototype);

interface Ys extends Tr {
  readonly p: string;
}

function Ys(this: { n: number; p: string }, n: number) {
  Tr.call(this, n);
  this.p = `/y${n}`;
}
Ys.prototype = Object.create(Tr.prototype);

const NewDv = Dv as unknown as new (n: number) => Dv;
const NewLg = Lg as unknown as new (n: number) => Lg;
const NewYs = Ys as unknown as new (n: number) => Ys;

class Km {
  d = Array.from({ length: 300 }, (_, n) => new NewDv(n));
  y = Array.from({ length: 500 }, (_, n) => new NewYs(n));
  readonly w: Lg[] = [];

  lend(serial: number): Lg {
    const lg = new NewLg(serial);
    this.w.push(lg);
    return lg;
  }
}

const km = new Km();

/**
 * `Km.w[]` keeps what is closed. Three classes inherit by `Object.create(Tr.prototype)` and none has a `constructor` of
 * its own: `Dv` and `Ys` are innocent. Look-alike: all innocent ones are replaced in each round.
 */
export const es5Create: TwinModel = {
  name: 'ES5, Object.create without constructor',
  buggy: (round) =>
    eachOf(round, (serial) => {
      km.lend(serial).closed = true;
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      km.lend(serial).closed = true;
      km.w.pop();
    }),
  lookAlike: (round) => {
    km.d = km.d.map(({ n }) => new NewDv(n + PER_ROUND));
    km.y = km.y.map(({ n }) => new NewYs(n + PER_ROUND));
    eachOf(round, (serial) => {
      km.lend(serial);
      if (km.w.length > 12) km.w.splice(0, 1);
    });
  },
  expected: {
    label: /^Km\.w\[\]$/,
    kinds: ['dead-connection-retained', 'ledger-entry-kept', 'unbounded-collection'],
    verdict: 'leak',
    findings: 1,
    className: /^Lg$/,
    counts: [40, 80, 120, 160],
    headline: /\bLg\b/,
    deadBy: /^Lg\.closed\b/,
  },
};
