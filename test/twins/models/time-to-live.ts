import { eachOf, type TwinModel } from '../twin-model.js';

const TEN_MINUTES = 600_000;

class Bz {
  readonly k: string;
  readonly w = { late: false };
  constructor(k: string) {
    this.k = k;
  }
}

/** Gives up after ten minutes on what has not been answered. */
class Ow {
  readonly open: Record<string, Bz> = {};

  ask(k: string): NodeJS.Timeout {
    this.open[k] = new Bz(k);
    return setTimeout(() => this.lapse(k), TEN_MINUTES);
  }

  lapse(k: string): void {
    const one = this.open[k];
    if (one === undefined) return;
    one.w.late = true;
    delete this.open[k];
  }

  answer(k: string): void {
    delete this.open[k];
  }
}

/** Forgets each ten minutes after it came. */
class Ib {
  readonly seen: Record<string, Bz> = {};

  note(k: string): void {
    this.seen[k] = new Bz(k);
    setTimeout(() => this.forget(k), TEN_MINUTES);
  }

  forget(k: string): void {
    delete this.seen[k];
  }
}

const ow = new Ow();
const ib = new Ib();

/**
 * `setTimeout` of `Ow.ask`: answered at once, and its timer is never cleared. Look-alike: the same lines, but what the timers remove is
 * there until they fire.
 */
export const timeToLive: TwinModel = {
  name: 'timeout that outlives its answer',
  buggy: (round) =>
    eachOf(round, (serial) => {
      ow.ask(`k${serial}`);
      ow.answer(`k${serial}`);
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      const timer = ow.ask(`k${serial}`);
      ow.answer(`k${serial}`);
      clearTimeout(timer);
    }),
  lookAlike: (round) => eachOf(round, (serial) => ib.note(`k${serial}`)),
  withText: true,
  alone: true,
  expected: { label: /^setTimeout\(function at time-to-live\.ts:\d+\)/, kinds: ['timer-held'], verdict: 'suspect' },
};
