import { eachOf, type TwinModel } from '../twin-model.js';

class Ge {
  readonly i: number;
  readonly s: Uint8Array;
  constructor(i: number) {
    this.i = i;
    this.s = new Uint8Array(16);
  }
}

function* steps(item: Ge): Generator<number> {
  yield item.i;
  yield item.s.length;
}

class Rn {
  readonly y = new Set<Generator<number>>();
}

const rn = new Rn();

function start(serial: number): Generator<number> {
  const run = steps(new Ge(serial));
  run.next();
  rn.y.add(run);
  return run;
}

/** `Rn.y{}`: generators that stopped half-way, each with its variables. Look-alike: five at a time. */
export const generators: TwinModel = {
  name: 'generators that stopped half-way',
  buggy: (round) => eachOf(round, (serial) => void start(serial)),
  fixed: (round) => eachOf(round, (serial) => void rn.y.delete(start(serial))),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      start(serial);
      const [oldest] = rn.y;
      if (rn.y.size > 5 && oldest !== undefined) rn.y.delete(oldest);
    }),
  expected: { label: /^Rn\.y\{\}/, kinds: ['unbounded-collection'] },
};
