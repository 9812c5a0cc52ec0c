import { eachOf, type TwinModel } from '../twin-model.js';

class Ob {
  readonly id: number;
  readonly q: { readonly m: string };
  constructor(id: number) {
    this.id = id;
    this.q = { m: `m${id}` };
  }
}

class Zl {
  readonly i = new Map<number, Ob>();
  readonly n: Record<string, Ob> = {};
}

const zl = new Zl();

function enter(item: Ob): Ob {
  zl.i.set(item.id, item);
  zl.n[`name ${item.id}`] = item;
  return item;
}

function remove(item: Ob | undefined): void {
  if (item === undefined) return;
  zl.i.delete(item.id);
  delete zl.n[`name ${item.id}`];
}

/** `Zl.i{}` and `Zl.n{}` hold the same objects: both must let go. Look-alike: eighteen are booked. */
export const twoBooks: TwinModel = {
  name: 'two books of the same objects',
  buggy: (round) => eachOf(round, (serial) => void enter(new Ob(serial))),
  fixed: (round) => eachOf(round, (serial) => remove(enter(new Ob(serial)))),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      enter(new Ob(serial));
      remove(zl.i.get(serial - 18));
    }),
  expected: { label: /^Zl\.[in]\{\}$/, kinds: ['unbounded-collection'] },
};
