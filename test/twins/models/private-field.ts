import { eachOf, type TwinModel } from '../twin-model.js';

class Cw {
  readonly l: number;
  readonly z: { readonly k: number };
  constructor(l: number) {
    this.l = l;
    this.z = { k: l };
  }
}

class Hp {
  readonly #x = new Map<string, Cw>();

  enter(key: string, item: Cw): void {
    this.#x.set(key, item);
  }

  leave(key: string): void {
    this.#x.delete(key);
  }
}

const hp = new Hp();

/** `Hp.#x{}`. Look-alike: the key says when, and the next one of the same minute takes its place. */
export const privateField: TwinModel = {
  name: 'private field',
  buggy: (round) => eachOf(round, (serial) => hp.enter(`p${serial}`, new Cw(serial))),
  fixed: (round) =>
    eachOf(round, (serial) => {
      hp.enter(`p${serial}`, new Cw(serial));
      hp.leave(`p${serial}`);
    }),
  lookAlike: (round) => eachOf(round, (serial) => hp.enter(`p${serial % 16}`, new Cw(serial))),
  expected: { label: /^Hp\.#x\{\}$/, renamed: /^[\w$]+\.#\w+\{\}$/, kinds: ['unbounded-collection'] },
};
