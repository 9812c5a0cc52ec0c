import { eachOf, type TwinModel } from '../twin-model.js';

const EIGHT_MINUTES = 480_000;

class Gd {
  readonly k: string;
  constructor(k: string) {
    this.k = k;
  }
}

function nap(ms: number, timers: NodeJS.Timeout[] = []): Promise<void> {
  return new Promise((resolve) => {
    timers.push(setTimeout(resolve, ms));
  });
}

const inside = new Set<Gd>();

/** Each stays eight minutes. */
async function stay(k: string): Promise<void> {
  const one = new Gd(k);
  inside.add(one);
  try {
    await nap(EIGHT_MINUTES);
  } finally {
    inside.delete(one);
  }
}

/** Work that is given eight minutes, and is done at once. */
async function hurry(timers: NodeJS.Timeout[]): Promise<void> {
  await Promise.race([Promise.resolve(), nap(EIGHT_MINUTES, timers)]);
}

/**
 * The timer in `nap`, which lost its race and is never cleared. Look-alike: a call sleeps until each timer fires, and takes its entry out
 * then.
 */
export const sleepingCalls: TwinModel = {
  name: 'race that its timer lost',
  buggy: (round) => eachOf(round, () => void hurry([])),
  fixed: async (round) => {
    const timers: NodeJS.Timeout[] = [];
    await Promise.all(Array.from({ length: 40 + round }, () => hurry(timers)));
    for (const timer of timers) clearTimeout(timer);
  },
  lookAlike: (round) => eachOf(round, (serial) => void stay(`k${serial}`)),
  withText: true,
  alone: true,
  expected: { label: /^setTimeout\(/, kinds: ['timer-held', 'promise-pending'] },
};
