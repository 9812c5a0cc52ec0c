import { eachOf, type TwinModel } from '../twin-model.js';

class Ew {
  readonly id: number;
  readonly f: { readonly i: string };
  /** One in three gets it later: another shape of the same class. */
  late?: { readonly q: number };
  constructor(id: number) {
    this.id = id;
    this.f = { i: `f${id}` };
    if (id % 3 === 0) this.late = { q: id };
  }
}

class Us {
  /** One is kept itself, the next in an envelope. */
  readonly b = new Map<number, Ew | { readonly at: number; readonly ew: Ew }>();
}

const us = new Us();

function enter(serial: number): void {
  const ew = new Ew(serial);
  us.b.set(serial, serial % 4 === 0 ? { at: serial, ew } : ew);
}

/** `Us.b{}`: equal objects of two shapes, held in two ways: 60 a round, all of one fault. Look-alike: 24 are known. */
export const twoShapes: TwinModel = {
  name: 'equal objects, held in two ways',
  buggy: (round) => eachOf(round, enter, 60),
  fixed: (round) =>
    eachOf(
      round,
      (serial) => {
        enter(serial);
        us.b.delete(serial);
      },
      60,
    ),
  lookAlike: (round) =>
    eachOf(
      round,
      (serial) => {
        enter(serial);
        us.b.delete(serial - 24);
      },
      60,
    ),
  expected: {
    label: /^Us\.b\{\}$/,
    kinds: ['unbounded-collection'],
    findings: 1,
    className: /^Ew$/,
    counts: [60, 120, 180, 240],
    perRound: 60,
  },
};
