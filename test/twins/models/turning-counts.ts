import type { TwinModel } from '../twin-model.js';

class Wk {
  e: Record<string, number> = {};
}

const wk = new Wk();
/** An entry is some words: it takes many of them to matter. */
const KEYS = 1200;
const MORE = 400;

function count(round: number, keys: number): void {
  for (let index = 0; index < keys; index += 1) {
    const key = `r${round}-${index}`;
    wk.e[key] = (wk.e[key] ?? 0) + 1;
  }
}

/**
 * `Wk.e{}`: counts by a key that comes once, without end. Look-alike: the counts of one round, more after each, with other keys
 * altogether.
 */
export const turningCounts: TwinModel = {
  name: 'table of counts, other keys after each round',
  buggy: (round) => count(round, KEYS),
  fixed: (round) => {
    count(round, KEYS);
    wk.e = {};
  },
  lookAlike: (round) => {
    for (const key of Object.keys(wk.e)) delete wk.e[key];
    count(round, KEYS + MORE * round);
  },
  expected: { label: /^Wk\.e(\{\})?$/, kinds: ['unbounded-collection'] },
};
