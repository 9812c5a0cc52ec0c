import { eachOf, type TwinModel } from '../twin-model.js';

class Dv {
  readonly id: number;
  readonly hasOpened = true;
  hasBeenClosed = false;
  _closed = false;
  readonly w: { readonly u: string };
  constructor(id: number) {
    this.id = id;
    this.w = { u: `w${id}` };
  }
  shut(): void {
    this._closed = true;
  }
  again(): void {
    this.hasBeenClosed = true;
    this._closed = false;
  }
}

class Tg {
  readonly y = new Map<number, Dv>();
}

const tg = new Tg();

/**
 * `Tg.y{}`: what is shut stays registered, and has been opened once, which says nothing of now. Look-alike: thirty
 * stay for good, each of which was closed once and is open again.
 */
export const wasOpened: TwinModel = {
  name: 'has opened, is closed',
  buggy: (round) =>
    eachOf(round, (serial) => {
      const dv = new Dv(serial);
      tg.y.set(serial, dv);
      dv.shut();
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      const dv = new Dv(serial);
      tg.y.set(serial, dv);
      dv.shut();
      tg.y.delete(serial);
    }),
  lookAlike: (round) => {
    if (round === 0) for (let id = 0; id < 30; id += 1) tg.y.set(id, new Dv(id));
    for (const dv of tg.y.values()) if (dv.id % 3 < round) dv.again();
  },
  expected: {
    label: /^Tg\.y\{\}$/,
    kinds: ['dead-connection-retained', 'ledger-entry-kept', 'unbounded-collection'],
    verdict: 'leak',
    findings: 1,
    className: /^Dv$/,
    counts: [40, 80, 120, 160],
    deadBy: /\b_closed = true/,
  },
};
