import { eachOf, type TwinModel } from '../twin-model.js';

class Pn {
  readonly t: number;
  readonly e: { readonly r: number };
  constructor(t: number) {
    this.t = t;
    this.e = { r: t };
  }
}

class Dx {
  readonly c: Pn[] = [];
  at = 0;

  put(item: Pn): void {
    this.c.push(item);
  }

  /** @param most taken items that may still lie at the front */
  take(most: number): Pn | undefined {
    const item = this.c[this.at];
    this.at += 1;
    if (this.at > most) this.c.splice(0, this.at, ...[]);
    if (this.at > most) this.at = 0;
    return item;
  }
}

const dx = new Dx();

/** `Dx.c[]`: what was taken stays in front. Look-alike: cut off every 16. */
export const uncompactedQueue: TwinModel = {
  name: 'queue that only moves its index',
  buggy: (round) =>
    eachOf(round, (serial) => {
      dx.put(new Pn(serial));
      dx.take(Number.POSITIVE_INFINITY);
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      dx.put(new Pn(serial));
      dx.take(0);
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      dx.put(new Pn(serial));
      dx.take(16);
    }),
  expected: { label: /^Dx\.c\[\]$/, kinds: ['unbounded-collection'] },
};
