import { eachOf, type TwinModel } from '../twin-model.js';

class Js {
  readonly q: number;
  readonly v: { readonly t: string };
  constructor(q: number) {
    this.q = q;
    this.v = { t: `j${q}` };
  }
}

class Oy {
  readonly e: (() => void)[] = [];

  turn(): Promise<void> {
    return new Promise((resolve) => this.e.push(resolve));
  }

  async serve(item: Js): Promise<number> {
    await this.turn();
    return item.q;
  }
}

const oy = new Oy();

async function settle(): Promise<void> {
  await Promise.resolve();
}

/** `Oy.e[]`: functions that wait for a turn that never comes. Look-alike: eight wait at any time, the oldest goes. */
export const waiters: TwinModel = {
  name: 'async functions that wait',
  buggy: (round) => eachOf(round, (serial) => void oy.serve(new Js(serial))),
  fixed: async (round) => {
    eachOf(round, (serial) => void oy.serve(new Js(serial)));
    for (const next of oy.e.splice(0)) next();
    await settle();
  },
  lookAlike: async (round) => {
    eachOf(round, (serial) => {
      void oy.serve(new Js(serial));
      if (oy.e.length > 8) oy.e.shift()?.();
    });
    await settle();
  },
  expected: { label: /^Oy\.e\[\]/, kinds: ['waiter-stuck', 'promise-pending', 'unbounded-collection'] },
};
