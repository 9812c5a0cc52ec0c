import { eachOf, type TwinModel } from '../twin-model.js';

interface Ho {
  readonly u: number;
  destroyed: boolean;
}

function Ho(this: { u: number; destroyed: boolean }, u: number) {
  this.u = u;
  this.destroyed = false;
}

const NewHo = Ho as unknown as new (u: number) => Ho;

/** Four classes made in a loop, as mixins are: their prototypes are objects that V8 names after `Ho`. */
const makers = ['Ki', 'Zr', 'Wn', 'Ap'].map((name, index) => {
  const maker = {
    [name]: function (this: Ho, u: number) {
      Ho.call(this, u);
    },
  }[name] as unknown as { new (u: number): Ho; prototype: object };
  maker.prototype = index % 2 === 0 ? (Object.create(Ho.prototype) as object) : new NewHo(-1);
  return maker;
});

class Jt {
  readonly k = new Set(makers.flatMap((Maker) => Array.from({ length: 60 }, (_, u) => new Maker(u))));
  readonly s = new Set<Ho>();
}

const jt = new Jt();

/**
 * `Jt.s{}` keeps what is destroyed, of the class that others inherit from: their objects are not its, nor are their
 * prototypes. Look-alike: nine are open at any time, and those that others inherit are looked at.
 */
export const es5Base: TwinModel = {
  name: 'ES5, the parent leaks',
  buggy: (round) =>
    eachOf(round, (serial) => {
      const ho = new NewHo(serial);
      jt.s.add(ho);
      ho.destroyed = true;
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      const ho = new NewHo(serial);
      jt.s.add(ho);
      ho.destroyed = true;
      jt.s.delete(ho);
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      const [Maker = NewHo] = makers;
      jt.s.add(serial % 2 === 0 ? new Maker(serial) : new NewHo(serial));
      const [oldest] = jt.s;
      if (jt.s.size > 9 && oldest !== undefined) jt.s.delete(oldest);
    }),
  expected: {
    label: /^Jt\.s\{\}$/,
    kinds: ['dead-connection-retained', 'ledger-entry-kept', 'unbounded-collection'],
    verdict: 'leak',
    findings: 1,
    className: /^Ho$/,
    counts: [40, 80, 120, 160],
    deadBy: /^Ho\.destroyed\b/,
  },
};
