import { eachOf, type TwinModel } from '../twin-model.js';

class Ra {
  readonly j: number;
  readonly y: Uint8Array;
  constructor(j: number) {
    this.j = j;
    this.y = new Uint8Array(32);
  }
}

class Hl {
  readonly stop = new Promise<void>(() => undefined);
}

const hl = new Hl();

async function serve(item: Ra, until: Promise<void>): Promise<Ra | undefined> {
  return (await Promise.race([until.then(() => undefined), Promise.resolve(item)])) ?? undefined;
}

/** Every `Promise.race` leaves a reaction on the one that never settles. Look-alike: each has its own to race with. */
export const race: TwinModel = {
  name: 'race with a promise that never settles',
  buggy: (round) => eachOf(round, (serial) => void serve(new Ra(serial), hl.stop)),
  fixed: (round) => eachOf(round, (serial) => void new Ra(serial)),
  lookAlike: (round) => eachOf(round, (serial) => void serve(new Ra(serial), new Promise(() => undefined))),
  expected: { label: /^Hl\.stop/, renamed: /\.stop\b/, kinds: ['promise-pending'] },
};
