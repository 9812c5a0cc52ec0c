import { eachOf, type TwinModel } from '../twin-model.js';

/** A single snapshot asks for connections only. */
class HnConnection {
  readonly id: number;
  destroyed = false;
  readonly e: { readonly y: string };
  constructor(id: number) {
    this.id = id;
    this.e = { y: `e${id}` };
  }
}

class Sv {
  readonly rack = new Map<number, HnConnection>();
}

const sv = new Sv();

/** `Sv.rack{}`, by four snapshots and by the last alone. Look-alike: twenty-two that nobody destroyed. */
export const oneSnapshot: TwinModel = {
  name: 'one snapshot says what four say',
  buggy: (round) =>
    eachOf(round, (serial) => {
      const hn = new HnConnection(serial);
      sv.rack.set(serial, hn);
      hn.destroyed = true;
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      const hn = new HnConnection(serial);
      sv.rack.set(serial, hn);
      hn.destroyed = true;
      sv.rack.delete(serial);
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      sv.rack.set(serial, new HnConnection(serial));
      sv.rack.delete(serial - 22);
    }),
  expected: {
    label: /^Sv\.rack\{\}$/,
    kinds: ['dead-connection-retained', 'ledger-entry-kept', 'unbounded-collection'],
    verdict: 'leak',
    findings: 1,
    deadBy: /\bdestroyed = true/,
    labelInOne: /^Sv\.rack\{\}$/,
    sameFingerprintInOne: true,
    action: /Sv\.rack\{\}/,
  },
};
