import { eachOf, type TwinModel } from '../twin-model.js';

class Yg {
  readonly j: number;
  readonly q: { readonly r: number };
  constructor(j: number) {
    this.j = j;
    this.q = { r: j };
  }
}

class Pk {
  readonly s: (Yg | undefined)[];
  head = 0;
  tail = 0;

  constructor(slots: number) {
    this.s = new Array<Yg | undefined>(slots).fill(undefined);
  }

  put(item: Yg): void {
    this.s[this.tail] = item;
    this.tail = (this.tail + 1) % this.s.length;
  }

  get(clears: boolean): Yg | undefined {
    const item = this.s[this.head];
    if (clears) this.s[this.head] = undefined;
    this.head = (this.head + 1) % this.s.length;
    return item;
  }
}

const wide = new Pk(4096);
const narrow = new Pk(32);

/** `Pk.s[]`: 4096 slots that are read and not cleared, so it fills for days. Look-alike: 32 slots, full at once. */
export const ringBuffer: TwinModel = {
  name: 'ring buffer, never full',
  buggy: (round) =>
    eachOf(round, (serial) => {
      wide.put(new Yg(serial));
      wide.get(false);
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      wide.put(new Yg(serial));
      wide.get(true);
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      narrow.put(new Yg(serial));
      narrow.get(false);
    }),
  expected: { label: /^Pk\.s\[\]$/, kinds: ['unbounded-collection'] },
};
