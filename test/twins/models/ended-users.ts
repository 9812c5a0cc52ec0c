import { eachOf, type TwinModel } from '../twin-model.js';

class Su {
  readonly who: string;
  readonly since: Date;
  open = true;
  constructor(who: string, since: number) {
    this.who = who;
    this.since = new Date(since);
  }
}

class Vq {
  readonly who: string;
  readonly marks: number[] = [1, 2];
  constructor(who: string) {
    this.who = who;
  }
}

class Gh {
  readonly b = new Map<string, Su | Vq>();
}

const gh = new Gh();

/** `Gh.b{}` by the name of who left long ago. Look-alike: more come each round, and all say that they are there. */
export const endedUsers: TwinModel = {
  name: 'Map by string, of what has ended',
  buggy: (round) => eachOf(round, (serial) => gh.b.set(`u-${serial}`, new Vq(`u-${serial}`))),
  fixed: (round) =>
    eachOf(round, (serial) => {
      gh.b.set(`u-${serial}`, new Vq(`u-${serial}`));
      gh.b.delete(`u-${serial}`);
    }),
  lookAlike: (round) => eachOf(round, (serial) => gh.b.set(`u-${serial}`, new Su(`u-${serial}`, serial))),
  expected: { label: /^Gh\.b\{\}$/, kinds: ['unbounded-collection'] },
};
