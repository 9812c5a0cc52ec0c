import { eachOf, type TwinModel } from '../twin-model.js';

const q7 = Symbol('q7');

class Ab {
  readonly m: number;
  readonly p: { readonly o: string };
  constructor(m: number) {
    this.m = m;
    this.p = { o: `a${m}` };
  }
}

class Jd {
  readonly [q7]: Ab[] = [];
}

const jd = new Jd();

/** `Jd.<symbol q7>[]`. Look-alike: emptied at the end of each round, but for ten. */
export const symbolKey: TwinModel = {
  name: 'symbol key',
  buggy: (round) => eachOf(round, (serial) => void jd[q7].push(new Ab(serial))),
  fixed: (round) =>
    eachOf(round, (serial) => {
      jd[q7].push(new Ab(serial));
      jd[q7].pop();
    }),
  lookAlike: (round) => {
    eachOf(round, (serial) => void jd[q7].push(new Ab(serial)));
    jd[q7].splice(0, jd[q7].length - 10);
  },
  expected: { label: /^Jd\.<symbol q7>\[\]$/, kinds: ['unbounded-collection'] },
};
