import { AsyncLocalStorage } from 'node:async_hooks';
import { eachOf, type TwinModel } from '../twin-model.js';

class Es {
  readonly d: number;
  readonly h: { readonly g: string };
  constructor(d: number) {
    this.d = d;
    this.h = { g: `e${d}` };
  }
}

const als = new AsyncLocalStorage<Es>();

/** A timer that uses nothing of the store: the context alone keeps it. */
function tk(): number {
  return Date.now();
}

function start(serial: number): NodeJS.Timeout {
  return als.run(new Es(serial), () => setInterval(tk, 70_000));
}

/** A timer started within `als.run` keeps the store. Look-alike: one timer a round, the one before is cleared. */
let only: NodeJS.Timeout | undefined;

export const asyncContext: TwinModel = {
  name: 'AsyncLocalStorage store, timer',
  buggy: (round) => eachOf(round, (serial) => void start(serial)),
  fixed: (round) => eachOf(round, (serial) => clearInterval(start(serial))),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      clearInterval(only);
      only = start(serial);
    }),
  expected: {
    label: /^setInterval\(tk\)|kResourceStore|AsyncContextFrame/,
    renamed: /^setInterval\(\w+\)|kResourceStore|AsyncContextFrame/,
    kinds: ['timer-held', 'async-context-held'],
  },
};
