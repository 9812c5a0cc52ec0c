import { eachOf, type TwinModel } from '../twin-model.js';

class Qb {
  readonly id: number;
  readonly openedAt: number;
  closedAt = 0;
  readonly a: { readonly d: string };
  constructor(id: number) {
    this.id = id;
    this.openedAt = Date.now();
    this.a = { d: `d${id}` };
  }
}

class Ze {
  readonly o = new Map<string, Qb>();
}

const ze = new Ze();

function enter(serial: number): Qb {
  const qb = new Qb(serial);
  ze.o.set(`o-${serial}`, qb);
  return qb;
}

/** `Ze.o{}`: each says when it was closed. Look-alike: 45 stay from the start, with a `closedAt` of 0, and ten come and go. */
export const closedAt: TwinModel = {
  name: 'closed at a time',
  pending: 'point 2',
  buggy: (round) =>
    eachOf(round, (serial) => {
      enter(serial).closedAt = Date.now() - 5;
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      enter(serial).closedAt = Date.now() - 5;
      ze.o.delete(`o-${serial}`);
    }),
  lookAlike: (round) => {
    if (round === 0) for (let serial = -45; serial < 0; serial += 1) enter(serial);
    eachOf(round, (serial) => {
      enter(serial);
      if (serial >= 10) ze.o.delete(`o-${serial - 10}`);
    });
  },
  expected: {
    label: /^Ze\.o\{\}$/,
    kinds: ['dead-connection-retained', 'ledger-entry-kept', 'unbounded-collection'],
    verdict: 'leak',
    findings: 1,
    className: /^Qb$/,
    deadBy: /\bclosedAt\b/,
  },
};
