import { eachOf, type TwinModel } from '../twin-model.js';

class Oy {
  readonly id: number;
  readonly m: { readonly r: string };
  constructor(id: number) {
    this.id = id;
    this.m = { r: `m${id}` };
  }
}

const STORE = Symbol('store');

/** Its `items` is a property of each object, read from the store behind it. */
class Tn {
  readonly #kept: Oy[] = [];
  readonly [STORE] = this.#kept;

  constructor() {
    Object.defineProperty(this, 'items', { enumerable: true, get: () => this.#kept });
  }

  add(oy: Oy): void {
    this.#kept.push(oy);
  }

  drop(oy: Oy): void {
    this.#kept.splice(this.#kept.indexOf(oy), 1);
  }

  get first(): Oy | undefined {
    return this.#kept[0];
  }

  get size(): number {
    return this.#kept.length;
  }
}

const tn = new Tn();

/** One array under a private field, a symbol and an accessor: one owner, one fault. Look-alike: the newest seventeen. */
export const backingStore: TwinModel = {
  name: 'one store under three names',
  buggy: (round) => eachOf(round, (serial) => tn.add(new Oy(serial))),
  fixed: (round) =>
    eachOf(round, (serial) => {
      const oy = new Oy(serial);
      tn.add(oy);
      tn.drop(oy);
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      tn.add(new Oy(serial));
      if (tn.size > 17 && tn.first !== undefined) tn.drop(tn.first);
    }),
  expected: {
    label: /^Tn\.(#kept|<symbol store>)\[\]$/,
    renamed: /\[\]$/,
    kinds: ['unbounded-collection'],
    findings: 1,
    className: /^Oy$/,
    counts: [40, 80, 120, 160],
    countsHoldersOnce: true,
  },
};
