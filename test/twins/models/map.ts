import { eachOf, type TwinModel } from '../twin-model.js';

class Vt {
  readonly n0: number;
  readonly g: Uint16Array;
  constructor(n0: number) {
    this.n0 = n0;
    this.g = new Uint16Array(8);
  }
}

class Wm {
  readonly k9 = new Map<number, Vt>();
}

const wm = new Wm();

/** `Wm.k9{}`: set, never deleted. Look-alike: a cache that drops its oldest entry at 30. */
export const map: TwinModel = {
  name: 'map',
  buggy: (round) => eachOf(round, (serial) => wm.k9.set(serial, new Vt(serial))),
  fixed: (round) =>
    eachOf(round, (serial) => {
      wm.k9.set(serial, new Vt(serial));
      wm.k9.delete(serial);
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      wm.k9.set(serial, new Vt(serial));
      if (wm.k9.size > 30) wm.k9.delete(serial - 30);
    }),
  expected: { label: /^Wm\.k9\{\}$/, kinds: ['unbounded-collection'] },
};
