import { eachOf, type TwinModel } from '../twin-model.js';

class Ub {
  readonly k: string;
  readonly o: { readonly c: string };
  constructor(k: string) {
    this.k = k;
    this.o = { c: k };
  }
}

/** The newest 500 of each group. */
class Fg {
  readonly groups = new Map<string, Map<string, Ub>>();

  put(group: string, k: string): void {
    let own = this.groups.get(group);
    if (own === undefined) {
      own = new Map();
      this.groups.set(group, own);
    }
    own.set(k, new Ub(k));
    if (own.size > 500) {
      const [first] = own.keys();
      if (first !== undefined) own.delete(first);
    }
  }
}

const fg = new Fg();

/**
 * `Fg.groups{}`: each comes in a group of its own, and no line takes out a group. Look-alike: there are four groups, and each is kept within
 * bounds by its own size.
 */
export const nestedBounds: TwinModel = {
  name: 'bounded tables, more and more of them',
  buggy: (round) => eachOf(round, (serial) => fg.put(`g${serial}`, `k${serial}`)),
  fixed: () => fg.put('one', 'k'),
  lookAlike: (round) => eachOf(round, (serial) => fg.put(`g${serial % 4}`, `k${serial}`)),
  withText: true,
  alone: true,
  expected: { label: /^Fg\.groups\{\}/, kinds: ['unbounded-collection'], verdict: 'leak' },
};
