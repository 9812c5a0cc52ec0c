import { eachOf, type TwinModel } from '../twin-model.js';

class Rk {
  readonly id: number;
  wasConnected = false;
  hasBeenClosed = false;
  readonly l: { readonly o: string };
  constructor(id: number) {
    this.id = id;
    this.l = { o: `l${id}` };
  }
}

class Pj {
  e: Rk[] = [];
}

const pj = new Pj();

function enter(serial: number): Rk {
  const rk = new Rk(serial);
  rk.wasConnected = true;
  pj.e.push(rk);
  return rk;
}

/**
 * `Pj.e[]`. Nothing says whether one of them is in use or dead: `wasConnected` and `hasBeenClosed` say what happened.
 * Look-alike: the newest fourteen, half of which have been closed and are used again.
 */
export const wasConnected: TwinModel = {
  name: 'was connected, says nothing of now',
  pending: 'point 2',
  buggy: (round) => eachOf(round, (serial) => void enter(serial)),
  fixed: (round) =>
    eachOf(round, (serial) => {
      const rk = enter(serial);
      pj.e = pj.e.filter((other) => other !== rk);
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      enter(serial).hasBeenClosed = serial % 2 === 0;
      if (pj.e.length > 14) pj.e.shift();
    }),
  expected: {
    label: /^Pj\.e\[\]$/,
    kinds: ['unbounded-collection'],
    findings: 1,
    dead: 0,
    perRound: 40,
    neverSaid: [/in use\b.*wasConnected|wasConnected.*in use\b/, /hasBeenClosed = false/],
  },
};
