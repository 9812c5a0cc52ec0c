import { eachOf, type TwinModel } from '../twin-model.js';

class Xi {
  readonly body: string;
  constructor(body: string) {
    this.body = body;
  }
}

class Oa {
  readonly k: string;
  readonly box: Xi[] = [];
  last: Xi;
  constructor(k: string) {
    this.k = k;
    this.last = new Xi(k);
  }
}

class Pw {
  readonly r = new Map<string, Oa>();

  enter(k: string): void {
    this.r.set(k, new Oa(k));
  }

  leave(k: string): void {
    this.r.delete(k);
  }

  hear(round: number): void {
    let index = 0;
    for (const one of this.r.values()) {
      index += 1;
      if (index % 10 === 0) continue;
      one.last = new Xi(`m${round}-${index}`);
      one.box.push(one.last);
      if (one.box.length > 2) one.box.shift();
    }
  }
}

const pw = new Pw();

/**
 * `Pw.r{}`, entered once and left alone. Look-alike: as many stay, but what belongs to the old ones is young: each has heard something
 * since the last snapshot.
 */
export const youngParts: TwinModel = {
  name: 'old entries with young parts',
  buggy: (round) => eachOf(round, (serial) => pw.enter(`c${serial}`)),
  fixed: (round) =>
    eachOf(round, (serial) => {
      pw.enter(`c${serial}`);
      pw.leave(`c${serial}`);
    }),
  lookAlike: (round) => {
    pw.hear(round);
    eachOf(round, (serial) => pw.enter(`c${serial}`));
  },
  lookAlikeAtMost: 'suspect',
  expected: { label: /^Pw\.r\{\}$/, kinds: ['unbounded-collection'], verdict: 'leak' },
};
