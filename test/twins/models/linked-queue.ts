import { eachOf, type TwinModel } from '../twin-model.js';

interface Cell {
  readonly val: Dq;
  nx: Cell | null;
}

class Dq {
  readonly a: number;
  readonly h: { readonly b: number };
  constructor(a: number) {
    this.a = a;
    this.h = { b: a };
  }
}

class Yo {
  one: Cell | null = null;
  end: Cell | null = null;

  put(val: Dq): void {
    const cell: Cell = { val, nx: null };
    if (this.end === null) this.one = cell;
    else this.end.nx = cell;
    this.end = cell;
  }

  take(): void {
    if (this.one !== null) this.one = this.one.nx;
    if (this.one === null) this.end = null;
  }
}

const yo = new Yo();

/** A queue of plain objects that nobody takes from. Look-alike: a backlog of twenty. */
export const linkedQueue: TwinModel = {
  name: 'linked queue of plain objects',
  buggy: (round) => eachOf(round, (serial) => yo.put(new Dq(serial))),
  fixed: (round) =>
    eachOf(round, (serial) => {
      yo.put(new Dq(serial));
      yo.take();
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      yo.put(new Dq(serial));
      if (serial >= 20) yo.take();
    }),
  expected: { label: /^Yo\.one\b|\.nx$/, kinds: ['growing-class', 'stale-link', 'unbounded-collection'] },
};
