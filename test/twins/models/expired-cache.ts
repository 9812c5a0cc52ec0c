import { eachOf, type TwinModel } from '../twin-model.js';

const HOUR = 3_600_000;

class Tk {
  readonly id: number;
  expiresAt = 0;
  readonly r: { readonly g: string };
  constructor(id: number) {
    this.id = id;
    this.r = { g: `r${id}` };
  }
}

class Wm {
  readonly cache = new Map<string, Tk>();
}

const wm = new Wm();

/** What tells the time of a snapshot: when each of two callers was last here. */
class Vs {
  lastSeen = 0;
}

const callers = [new Vs(), new Vs()];

function enter(serial: number, expiresAt: number): Tk {
  const tk = new Tk(serial);
  tk.expiresAt = expiresAt;
  wm.cache.set(`r ${serial}`, tk);
  for (const caller of callers) caller.lastSeen = Date.now();
  return tk;
}

/** `Wm.cache{}`: the name promises an end, and each entry's end was an hour ago. Look-alike: it comes in an hour. */
export const expiredCache: TwinModel = {
  name: 'expired an hour ago, in a cache',
  buggy: (round) => eachOf(round, (serial) => void enter(serial, Date.now() - HOUR)),
  fixed: (round) =>
    eachOf(round, (serial) => {
      enter(serial, Date.now() - HOUR);
      wm.cache.delete(`r ${serial}`);
    }),
  lookAlike: (round) => eachOf(round, (serial) => void enter(serial, Date.now() + HOUR)),
  expected: {
    label: /^Wm\.cache\{\}$/,
    kinds: ['dead-connection-retained', 'unbounded-collection'],
    verdict: 'leak',
    findings: 1,
    className: /^Tk$/,
    counts: [40, 80, 120, 160],
    evidence: [/expire/],
  },
};
