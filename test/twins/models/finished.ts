import { eachOf, type TwinModel } from '../twin-model.js';

class Wq {
  readonly id: number;
  finished = false;
  readonly j: { readonly t: string };
  constructor(id: number) {
    this.id = id;
    this.j = { t: `t${id}` };
  }
}

class Nc {
  readonly k: Record<string, Wq> = {};
}

const nc = new Nc();

/** `Nc.k{}`, an object used as a table, of what has finished. Look-alike: the last sixteen that finished, as a history. */
export const finished: TwinModel = {
  name: 'finished, in a plain table',
  pending: 'point 2',
  buggy: (round) =>
    eachOf(round, (serial) => {
      const wq = new Wq(serial);
      nc.k[`k ${serial}`] = wq;
      wq.finished = true;
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      const wq = new Wq(serial);
      nc.k[`k ${serial}`] = wq;
      wq.finished = true;
      delete nc.k[`k ${serial}`];
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      const wq = new Wq(serial);
      nc.k[`k ${serial}`] = wq;
      wq.finished = true;
      delete nc.k[`k ${serial - 16}`];
    }),
  expected: {
    label: /^Nc\.k\{\}$/,
    kinds: ['dead-connection-retained', 'ledger-entry-kept', 'unbounded-collection'],
    verdict: 'leak',
    findings: 1,
    className: /^Wq$/,
    deadBy: /\bfinished = true/,
  },
};
