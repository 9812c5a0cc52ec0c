import { eachOf, type TwinModel } from '../twin-model.js';

class Fd {
  readonly r: number;
  readonly i: { n: number };
  constructor(r: number) {
    this.r = r;
    this.i = { n: 0 };
  }
}

function start(item: Fd): NodeJS.Timeout {
  return setInterval(function oq() {
    item.i.n += 1;
  }, 50_000);
}

const running: NodeJS.Timeout[] = [];

/** `setInterval(oq)`: one per object, never cleared. Look-alike: the ten newest run. */
export const timers: TwinModel = {
  name: 'timer per object',
  buggy: (round) => eachOf(round, (serial) => void start(new Fd(serial))),
  fixed: (round) => eachOf(round, (serial) => clearInterval(start(new Fd(serial)))),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      running.push(start(new Fd(serial)));
      if (running.length > 10) clearInterval(running.shift());
    }),
  expected: {
    label: /^setInterval\(oq\)/,
    renamed: /^setInterval\(\w+\)/,
    kinds: ['timer-held'],
    path: /^running timer \(setInterval 50 s at timers\.mjs:\d+\) → Timeout\._onTimeout → oq\(\) → /,
  },
};
