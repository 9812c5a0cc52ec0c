import { eachOf, type TwinModel } from '../twin-model.js';

class Bo {
  readonly p: number;
  readonly l: { done: boolean };
  constructor(p: number) {
    this.p = p;
    this.l = { done: false };
  }
}

class Aq {
  /** What runs first. */
  h: Promise<void>;
  /** What the next one waits for. */
  t: Promise<void>;

  constructor(first: Promise<void>) {
    this.h = first;
    this.t = first;
  }

  add(item: Bo): void {
    this.t = this.t.then(() => {
      item.l.done = true;
    });
  }
}

const stuck = new Aq(new Promise(() => undefined));
const quick = new Aq(Promise.resolve());

async function settle(): Promise<void> {
  await quick.t;
}

/** `Aq.h`: everybody waits behind the first, which never ends. Look-alike: the same queue, and it ends. */
export const promiseChain: TwinModel = {
  name: 'promise chain',
  buggy: (round) => eachOf(round, (serial) => stuck.add(new Bo(serial))),
  fixed: (round) =>
    eachOf(round, (serial) => {
      const own = new Aq(new Promise(() => undefined));
      own.add(new Bo(serial));
    }),
  lookAlike: async (round) => {
    eachOf(round, (serial) => quick.add(new Bo(serial)));
    await settle();
  },
  expected: { label: /^Aq\.[ht] \(promise reaction\)/, kinds: ['promise-pending'] },
};
