import { eachOf, type TwinModel } from '../twin-model.js';

class Gn {
  readonly a: number;
  readonly b: { readonly c: number };
  done = false;
  constructor(a: number) {
    this.a = a;
    this.b = { c: a };
  }
}

class Ub {
  g: Promise<void> = new Promise(() => undefined);
}

const ub = new Ub();

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}

/** `Ub.g`: a promise that never settles collects a reaction per object. Look-alike: it settles each round. */
export const promiseReactions: TwinModel = {
  name: 'promise reactions',
  buggy: (round) =>
    eachOf(round, (serial) => {
      const item = new Gn(serial);
      void ub.g.then(() => {
        item.done = true;
      });
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      const item = new Gn(serial);
      void Promise.resolve().then(() => {
        item.done = true;
      });
    }),
  lookAlike: async (round) => {
    let open = (): void => undefined;
    ub.g = new Promise((resolve) => {
      open = resolve;
    });
    eachOf(round, (serial) => {
      const item = new Gn(serial);
      void ub.g.then(() => {
        item.done = true;
      });
    });
    open();
    await settle();
  },
  expected: { label: /^Ub\.g \(promise reaction\)$/, kinds: ['promise-pending'] },
};
