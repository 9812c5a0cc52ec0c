import { eachOf, type TwinModel } from '../twin-model.js';

class Tw {
  readonly n: number;
  constructor(n: number) {
    this.n = n;
  }
}

class Wz {
  r: WeakRef<Tw>[] = [];

  sweep(): void {
    this.r = this.r.filter((ref) => ref.deref() !== undefined);
  }
}

const wz = new Wz();

/** `Wz.r[]`: references that refer to nothing any more. Look-alike: swept before each round. */
export const weakRefs: TwinModel = {
  name: 'array of empty WeakRefs',
  buggy: (round) => eachOf(round, (serial) => wz.r.push(new WeakRef(new Tw(serial)))),
  fixed: (round) => {
    eachOf(round, (serial) => wz.r.push(new WeakRef(new Tw(serial))));
    wz.r = [];
  },
  lookAlike: (round) => {
    wz.sweep();
    eachOf(round, (serial) => wz.r.push(new WeakRef(new Tw(serial))));
  },
  expected: { label: /^Wz\.r\[\]$/, kinds: ['unbounded-collection'] },
};
