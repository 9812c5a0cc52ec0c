import { eachOf, type TwinModel } from '../twin-model.js';

class Ez {
  readonly k: string;
  n = 0;
  at = 0.5;
  readonly o: { readonly c: string };
  constructor(k: string) {
    this.k = k;
    this.o = { c: k };
  }
}

class Mu {
  readonly g = new Map<string, Ez>();

  enter(k: string): void {
    this.g.set(k, new Ez(k));
  }

  leave(k: string): void {
    this.g.delete(k);
  }

  touch(round: number): void {
    let index = 0;
    for (const one of this.g.values()) {
      index += 1;
      // Nine in ten do something between two snapshots.
      if (index % 10 === 0) continue;
      one.n += 1;
      one.at = round + index / 1000;
    }
  }
}

const mu = new Mu();

/**
 * `Mu.g{}`, entered and never touched again. Look-alike: as many stay, as when clients connect one after another, but the old ones go
 * on: their fields are others in each snapshot.
 */
export const changingEntries: TwinModel = {
  name: 'old entries that change',
  buggy: (round) => eachOf(round, (serial) => mu.enter(`c${serial}`)),
  fixed: (round) =>
    eachOf(round, (serial) => {
      mu.enter(`c${serial}`);
      mu.leave(`c${serial}`);
    }),
  lookAlike: (round) => {
    mu.touch(round);
    eachOf(round, (serial) => mu.enter(`c${serial}`));
  },
  lookAlikeAtMost: 'suspect',
  expected: { label: /^Mu\.g\{\}$/, kinds: ['unbounded-collection'], verdict: 'leak' },
};
