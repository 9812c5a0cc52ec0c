import { eachOf, type TwinModel } from '../twin-model.js';

class Ua {
  readonly id: number;
  connected = true;
  destroyed = false;
  writableEnded = false;
  readonly v: { readonly e: string };
  constructor(id: number) {
    this.id = id;
    this.v = { e: `e${id}` };
  }
}

const KEY = Symbol('rooms');

class Cx {
  readonly [KEY] = new Map<number, Ua>();
}

const cx = new Cx();

/**
 * `Cx.Symbol(rooms){}`: destroyed, and nobody set `connected` back. Look-alike: 26 of which the writing side has ended
 * and which still listen.
 */
export const contradictingFlags: TwinModel = {
  name: 'connected and destroyed at once',
  pending: 'point 2',
  buggy: (round) =>
    eachOf(round, (serial) => {
      const ua = new Ua(serial);
      cx[KEY].set(serial, ua);
      ua.destroyed = true;
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      const ua = new Ua(serial);
      cx[KEY].set(serial, ua);
      ua.destroyed = true;
      cx[KEY].delete(serial);
    }),
  lookAlike: (round) => {
    if (round === 0) for (let id = 0; id < 26; id += 1) cx[KEY].set(id, new Ua(id));
    for (const ua of cx[KEY].values()) if (ua.id % 3 < round) ua.writableEnded = true;
  },
  expected: {
    label: /^Cx\..*rooms.*\{\}$/,
    renamed: /rooms.*\{\}$/,
    kinds: ['dead-connection-retained', 'ledger-entry-kept', 'unbounded-collection'],
    findings: 1,
    className: /^Ua$/,
    deadBy: /\bdestroyed = true/,
    evidence: [/\bconnected\b/, /\bdestroyed\b/],
  },
};
