import { eachOf, type TwinModel } from '../twin-model.js';

class Vs {
  readonly id: number;
  destroyed = false;
  readonly q: { readonly f: string };
  constructor(id: number) {
    this.id = id;
    this.q = { f: `q${id}` };
  }
}

/** Looks after connections from time to time; it lends none. */
class Ok {
  readonly checkConnections = new Set<Vs>();
}

/** Named as if it lent: a list of servers that a check asks in turn. */
class SubcheckPool {
  readonly rounds = new Ok();
  readonly checkInterval = 30_000;
}

const checks = new SubcheckPool();

/** `Ok.checkConnections{}`, which books no reservation. Look-alike: twenty-one are looked after. */
export const noReservation: TwinModel = {
  name: 'a check is no checkout',
  buggy: (round) =>
    eachOf(round, (serial) => {
      const vs = new Vs(serial);
      checks.rounds.checkConnections.add(vs);
      vs.destroyed = true;
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      const vs = new Vs(serial);
      checks.rounds.checkConnections.add(vs);
      vs.destroyed = true;
      checks.rounds.checkConnections.delete(vs);
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      checks.rounds.checkConnections.add(new Vs(serial));
      for (const vs of checks.rounds.checkConnections)
        if (vs.id === serial - 21) checks.rounds.checkConnections.delete(vs);
    }),
  expected: {
    label: /^Ok\.checkConnections\{\}$/,
    kinds: ['dead-connection-retained', 'ledger-entry-kept', 'unbounded-collection'],
    verdict: 'leak',
    findings: 1,
    className: /^Vs$/,
    tracesBack: false,
    neverSaid: [/reservation/i],
  },
};
