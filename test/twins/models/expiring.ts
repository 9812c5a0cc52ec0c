import { eachOf, type TwinModel } from '../twin-model.js';

class Xp {
  readonly id: number;
  readonly h: { readonly a: string };
  expiresAt = 0;
  constructor(id: number) {
    this.id = id;
    this.h = { a: `x${id}` };
  }
}

class Xn {
  readonly id: number;
  readonly h: { readonly a: string };
  constructor(id: number) {
    this.id = id;
    this.h = { a: `x${id}` };
  }
}

class Ky {
  readonly d = new Map<number, Xp | Xn>();
}

const ky = new Ky();

/** `Ky.d{}`, entered and forgotten. Look-alike: as many each round, but each says when it will go. */
export const expiring: TwinModel = {
  name: 'entries without an end',
  buggy: (round) => eachOf(round, (serial) => ky.d.set(serial, new Xn(serial))),
  fixed: (round) =>
    eachOf(round, (serial) => {
      ky.d.set(serial, new Xn(serial));
      ky.d.delete(serial - 5);
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      const item = new Xp(serial);
      item.expiresAt = 1_900_000_000_000 + serial;
      ky.d.set(serial, item);
    }),
  expected: { label: /^Ky\.d\{\}$/, kinds: ['unbounded-collection'] },
};
