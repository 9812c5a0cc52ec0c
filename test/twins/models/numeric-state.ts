import { eachOf, type TwinModel } from '../twin-model.js';

class Ft {
  static readonly States = { IDLE: 0, CONNECTING: 1, READY: 2, TRANSIENT_FAILURE: 3, SHUTDOWN: 4 };
  readonly id: number;
  state = 0;
  readonly g: { readonly y: string };
  constructor(id: number) {
    this.id = id;
    this.g = { y: `y${id}` };
  }
}

/** Says by the same numbers something else. */
class Fu {
  static readonly States = { DOWN: 0, OPENING: 1, HALF: 2, SLOW: 3, READY: 4 };
  readonly id: number;
  state = 4;
  readonly g: { readonly y: string };
  constructor(id: number) {
    this.id = id;
    this.g = { y: `y${id}` };
  }
}

class Li {
  readonly c: (Ft | Fu)[] = [];
}

const li = new Li();

/** `Li.c[]`: `state = 4`, which the class calls SHUTDOWN. Look-alike: 35 for good and new ones in turn, whose 4 is READY. */
export const numericState: TwinModel = {
  name: 'a number that means shut down',
  pending: 'point 2',
  buggy: (round) =>
    eachOf(round, (serial) => {
      const ft = new Ft(serial);
      li.c.push(ft);
      ft.state = Ft.States.SHUTDOWN;
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      const ft = new Ft(serial);
      li.c.push(ft);
      ft.state = Ft.States.SHUTDOWN;
      li.c.splice(li.c.indexOf(ft), 1);
    }),
  lookAlike: (round) => {
    if (round === 0) for (let serial = -35; serial < 0; serial += 1) li.c.push(new Fu(serial));
    eachOf(round, (serial) => {
      li.c.push(new Fu(serial));
      if (li.c.length > 48) li.c.splice(35, 1);
    });
  },
  expected: {
    label: /^Li\.c\[\]$/,
    kinds: ['dead-connection-retained', 'ledger-entry-kept', 'unbounded-collection'],
    verdict: 'leak',
    findings: 1,
    className: /^Ft$/,
    deadBy: /\bstate\b/,
    evidence: [/SHUTDOWN/],
  },
};
