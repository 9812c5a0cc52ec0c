import { eachOf, type TwinModel } from '../twin-model.js';

class Wt {
  readonly k: string;
  readonly o: Uint8Array;
  constructor(k: string) {
    this.k = k;
    this.o = new Uint8Array(16);
  }
}

class Rd {
  readonly w = new Map<string, Wt>();

  get(k: string): Wt {
    const known = this.w.get(k);
    if (known !== undefined) return known;
    const made = new Wt(k);
    this.w.set(k, made);
    return made;
  }
}

const rd = new Rd();
/** Of 40 asked for in a round so many are new. */
const NEW = [40, 24, 14, 8];

/** `Rd.w{}`: nobody asks for the same twice. Look-alike: fewer are new in every round. */
export const warming: TwinModel = {
  name: 'looked up by ever new keys',
  buggy: (round) => eachOf(round, (serial) => void rd.get(`k${serial}`)),
  fixed: (round) => eachOf(round, (serial) => void rd.get(`k${serial % 20}`)),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      const isNew = serial - round * 40 < (NEW[round] ?? 0);
      rd.get(isNew ? `k${serial}` : `k${serial % 10}`);
    }),
  expected: { label: /^Rd\.w\{\}$/, kinds: ['unbounded-collection'] },
};
