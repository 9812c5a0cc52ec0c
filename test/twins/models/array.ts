import { eachOf, type TwinModel } from '../twin-model.js';

class Rv {
  readonly b0: number;
  readonly c2: { readonly d: string };
  constructor(b0: number) {
    this.b0 = b0;
    this.c2 = { d: `r${b0}` };
  }
}

class Qx {
  readonly a1: Rv[] = [];
  sum = 0;

  take(item: Rv): void {
    this.a1.push(item);
    this.sum += item.b0;
  }

  drop(item: Rv): void {
    const at = this.a1.indexOf(item);
    if (at >= 0) this.a1.splice(at, 1);
  }
}

const qx = new Qx();

/** `Qx.a1[]`: pushed, never taken out. Look-alike: the 32 newest, full after the warm-up. */
export const array: TwinModel = {
  name: 'array',
  buggy: (round) => eachOf(round, (serial) => qx.take(new Rv(serial))),
  fixed: (round) =>
    eachOf(round, (serial) => {
      const item = new Rv(serial);
      qx.take(item);
      qx.drop(item);
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      qx.take(new Rv(serial));
      if (qx.a1.length > 32) qx.a1.shift();
    }),
  expected: { label: /^Qx\.a1\[\]$/, kinds: ['unbounded-collection'] },
};
