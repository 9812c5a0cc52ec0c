import { eachOf, type TwinModel } from '../twin-model.js';

const SIX_MINUTES = 360_000;
const LIMIT = 5;

class Uv {
  readonly k: string;
  tries = 0;
  stopped = false;
  constructor(k: string) {
    this.k = k;
  }
}

/** Asks again for good: nobody sets `stopped`. */
function poll(one: Uv): void {
  one.tries += 1;
  setTimeout(() => {
    if (!one.stopped) poll(one);
  }, SIX_MINUTES);
}

/** Tries again, five times in all. */
function send(one: Uv): void {
  if (one.k === '') return;
  one.tries += 1;
  if (one.tries < LIMIT) setTimeout(send, SIX_MINUTES, one);
}

/** The timer of `poll`, which goes on for good. Look-alike: the timer of `send`, which the number of tries ends. */
export const retries: TwinModel = {
  name: 'timers that start the next one',
  buggy: (round) => eachOf(round, (serial) => poll(new Uv(`k${serial}`))),
  fixed: (round) => eachOf(round, (serial) => send(new Uv(serial < 0 ? 'k' : ''))),
  lookAlike: (round) => eachOf(round, (serial) => send(new Uv(`k${serial}`))),
  withText: true,
  alone: true,
  expected: { label: /^setTimeout\(function at retries\.ts:\d+\)/, kinds: ['timer-held'], verdict: 'suspect' },
};
