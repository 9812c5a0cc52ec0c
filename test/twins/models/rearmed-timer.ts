import { eachOf, type TwinModel } from '../twin-model.js';

class Bt {
  readonly e: number;
  readonly x: { beats: number };
  constructor(e: number) {
    this.e = e;
    this.x = { beats: 0 };
  }
}

function beat(item: Bt, after: number, goesOn: () => boolean): void {
  setTimeout(function pz() {
    item.x.beats += 1;
    if (goesOn()) beat(item, after, goesOn);
  }, after);
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** `setTimeout(pz)`, armed anew each time it fires. Look-alike: it fires once, after a while. */
export const rearmedTimer: TwinModel = {
  name: 'timer that arms itself anew',
  buggy: async (round) => {
    eachOf(round, (serial) => beat(new Bt(serial), 20, () => true));
    await wait(60);
  },
  fixed: async (round) => {
    eachOf(round, (serial) => beat(new Bt(serial), 20, () => false));
    await wait(60);
  },
  lookAlike: (round) => eachOf(round, (serial) => beat(new Bt(serial), 30_000, () => false)),
  expected: { label: /^setTimeout\(pz\)/, renamed: /^setTimeout\(\w+\)/, kinds: ['timer-held', 'anchored-cycle'] },
};
