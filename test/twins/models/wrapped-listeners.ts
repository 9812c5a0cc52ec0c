import { EventEmitter } from 'node:events';
import { eachOf, type TwinModel } from '../twin-model.js';

class Ek extends EventEmitter {}

const ek = new Ek().setMaxListeners(0);

class Yn {
  readonly id: number;
  readonly d: { ends: number };
  constructor(id: number) {
    this.id = id;
    this.d = { ends: 0 };
  }

  wentDown(): void {
    this.d.ends += 1;
  }

  /** Bound, and wrapped by `once`: the function that says what is listening is `wentDown`. */
  follow(): () => void {
    const bound = this.wentDown.bind(this);
    ek.once('down', bound);
    return () => ek.off('down', bound);
  }
}

const open: (() => void)[] = [];

/** `Ek._events.down[]` through `once` and `bind`. Look-alike: eleven follow at any time. */
export const wrappedListeners: TwinModel = {
  name: 'once around bind around a method',
  buggy: (round) => eachOf(round, (serial) => void new Yn(serial).follow()),
  fixed: (round) => eachOf(round, (serial) => new Yn(serial).follow()()),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      open.push(new Yn(serial).follow());
      if (open.length > 11) open.shift()?.();
    }),
  expected: {
    label: /^Ek\._events\.down\[\]$/,
    kinds: ['listener-pileup'],
    findings: 1,
    className: /^Yn$/,
    counts: [40, 80, 120, 160],
    source: /wentDown/,
    neverSaid: [/node:/, /bound function|onceWrapper|native_bind/],
  },
};
