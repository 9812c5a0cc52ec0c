import { eachOf, type TwinModel } from '../twin-model.js';

/** Lives as long as the program; each job listens to it. */
const shutdown = new AbortController();

class Gq {
  readonly id: number;
  readonly i: { cancelled: boolean };
  constructor(id: number) {
    this.id = id;
    this.i = { cancelled: false };
  }

  run(signal: AbortSignal, once: boolean): void {
    const cancelJob = (): void => {
      this.i.cancelled = true;
    };
    signal.addEventListener('abort', cancelJob, { once });
  }
}

const latest: AbortController[] = [];

/** `{ once: true }` takes a listener off only when the event comes. Look-alike: a signal for each job, the last ten kept. */
export const signalListeners: TwinModel = {
  name: 'a signal that lives for good',
  buggy: (round) => eachOf(round, (serial) => new Gq(serial).run(shutdown.signal, true)),
  fixed: (round) => eachOf(round, (serial) => new Gq(serial).run(new AbortController().signal, true)),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      const own = new AbortController();
      latest.push(own);
      if (latest.length > 10) latest.shift();
      new Gq(serial).run(own.signal, false);
    }),
  expected: {
    label: /AbortSignal.*abort/,
    kinds: ['listener-pileup'],
    findings: 1,
    className: /^Gq$/,
    counts: [40, 80, 120, 160],
    source: /cancelJob/,
    action: /\babort\b.*AbortSignal/,
    neverSaid: [/node:internal/],
  },
};
