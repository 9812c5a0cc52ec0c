import { eachOf, type TwinModel } from '../twin-model.js';

class Mi {
  readonly s: number;
  readonly w: { readonly x: number };
  constructor(s: number) {
    this.s = s;
    this.w = { x: s };
  }
}

/** Sets below keys: the keys are few and old, the sets grow. */
class Rg extends Map<string, Set<Mi>> {
  bind(key: string, item: Mi): void {
    const known = this.get(key) ?? new Set();
    known.add(item);
    this.set(key, known);
  }

  free(key: string, item: Mi): void {
    this.get(key)?.delete(item);
  }
}

class Ty {
  readonly r = new Rg();
}

const ty = new Ty();
const recent: Mi[] = [];

/** `Ty.r{}`: a class that extends Map, with Sets in it. Look-alike: each Set loses what is older than 30. */
export const mapSubclass: TwinModel = {
  name: 'sets in a subclass of Map',
  buggy: (round) => eachOf(round, (serial) => ty.r.bind(`k${serial % 3}`, new Mi(serial))),
  fixed: (round) =>
    eachOf(round, (serial) => {
      const item = new Mi(serial);
      ty.r.bind(`k${serial % 3}`, item);
      ty.r.free(`k${serial % 3}`, item);
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      const item = new Mi(serial);
      ty.r.bind(`k${serial % 3}`, item);
      recent.push(item);
      const old = recent.length > 30 ? recent.shift() : undefined;
      if (old !== undefined) ty.r.free(`k${old.s % 3}`, old);
    }),
  expected: { label: /^(Ty\.r|Rg)\{\}$/, renamed: /^[\w$]+(\.r)?\{\}$/, kinds: ['unbounded-collection'] },
};
