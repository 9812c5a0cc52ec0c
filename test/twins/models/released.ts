import { eachOf, type TwinModel } from '../twin-model.js';

class Gd {
  readonly id: number;
  released = false;
  readonly p: { readonly s: string };
  constructor(id: number) {
    this.id = id;
    this.p = { s: `s${id}` };
  }
}

class Mv {
  readonly free: Gd[] = [];
  lent = 0;

  take(): Gd {
    const gd = this.free.pop() ?? new Gd(this.lent++);
    gd.released = false;
    return gd;
  }

  give(gd: Gd): void {
    gd.released = true;
    this.free.push(gd);
  }
}

const mv = new Mv();
const watchers: (() => boolean)[] = [];

/** Closures in `watchers` keep what was given up for good. */
function watch(gd: Gd): void {
  watchers.push(() => gd.released);
}

/**
 * `watchers[]`, closures over what was released. Look-alike: twenty-five that are lent and given back in each round;
 * `released` says that they are at rest, not dead.
 */
export const released: TwinModel = {
  name: 'released, behind closures',
  buggy: (round) =>
    eachOf(round, (serial) => {
      const gd = new Gd(serial);
      watch(gd);
      gd.released = true;
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      const gd = new Gd(serial);
      watch(gd);
      gd.released = true;
      watchers.pop();
    }),
  lookAlike: () => {
    const lent = Array.from({ length: 25 }, () => mv.take());
    for (const gd of lent) mv.give(gd);
  },
  expected: {
    label: /watchers/,
    renamed: /\[\]$|context|closure/,
    kinds: ['closure-captured', 'dead-connection-retained', 'unbounded-collection'],
    findings: 1,
    className: /^Gd$/,
    counts: [40, 80, 120, 160],
    deadBy: /\breleased = true/,
    source: /watchers/,
  },
};
