import { eachOf, type TwinModel } from '../twin-model.js';

class Xe {
  readonly o: number;
  readonly f = { of: 0 };
  constructor(o: number) {
    this.o = o;
  }
}

class Pj {
  readonly o: number;
  constructor(o: number) {
    this.o = o;
  }
}

/** Classes that a library makes from a list of commands all have the name that it gives them. */
function generate<T extends Xe | Pj>(Parent: new (o: number) => T): new (o: number) => T {
  const P = Parent as new (o: number) => Pj;
  return class Class extends P {} as unknown as new (
    o: number,
  ) => T;
}

const OfXe = generate(Xe);
const OfPj = generate(Pj);

class Lr {
  readonly p: readonly Pj[] = Array.from({ length: 600 }, (_, o) => new OfPj(o));
  readonly i = new Set<Xe>();
}

const lr = new Lr();

/** `Lr.i{}`: a class called `Class` that extends `Xe`; another `Class`, which extends `Pj`, is innocent. Look-alike: the newest 16. */
export const generatedClass: TwinModel = {
  name: 'generated classes of one name',
  buggy: (round) => eachOf(round, (serial) => lr.i.add(new OfXe(serial))),
  fixed: (round) =>
    eachOf(round, (serial) => {
      const made = new OfXe(serial);
      lr.i.add(made);
      lr.i.delete(made);
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      lr.i.add(new OfXe(serial));
      const [oldest] = lr.i;
      if (lr.i.size > 16 && oldest !== undefined) lr.i.delete(oldest);
    }),
  expected: {
    label: /^Lr\.i\{\}$/,
    kinds: ['unbounded-collection'],
    verdict: 'leak',
    findings: 1,
    // The nearest name that says something stands beside the one that does not.
    className: /\bClass\b.*\bXe\b|\bXe\b.*\bClass\b/,
    counts: [40, 80, 120, 160],
    headline: /\bXe\b/,
  },
};
