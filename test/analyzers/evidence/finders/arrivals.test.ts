import { describe, expect, test } from 'vitest';
import { fallBeyondChance } from '../../../../src/analyzers/evidence/finders/arrivals.js';

/** Numbers in [0, 1) that look like chance, the same in each run (mulberry32). */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Arrivals at a steady rate: Knuth's draw of a Poisson variable (TAOCP 2, 3.4.1). */
function arrivals(mean: number, random: () => number): number {
  const least = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > least; product *= random()) count += 1;
  return count;
}

const SERIES = 50_000;

function shareThatFall(rounds: number, meanOf: (round: number) => number): number {
  const random = uniform(rounds);
  let fell = 0;
  for (let series = 0; series < SERIES; series += 1) {
    const perRound = Array.from({ length: rounds }, (_, round) => arrivals(meanOf(round), random));
    if (fallBeyondChance(perRound)) fell += 1;
  }
  return fell / SERIES;
}

describe('arrivals at a steady rate', () => {
  test.each([
    [3, 8],
    [3, 40],
    [3, 200],
    [4, 20],
    [6, 40],
    [12, 15],
  ])('fall beyond chance in fewer than one of a thousand series: %i rounds of %i', (rounds, mean) => {
    expect(shareThatFall(rounds, () => mean)).toBeLessThan(0.001);
  });

  test('do not fall where they are all alike, or none', () => {
    expect(fallBeyondChance([40, 40, 40])).toBe(false);
    expect(fallBeyondChance([0, 0, 0])).toBe(false);
    expect(fallBeyondChance([10, 40, 90])).toBe(false);
  });
});

describe('arrivals out of a fixed number', () => {
  //   A third of those still to come, each round.
  test('fall beyond chance nearly always, where they are many', () => {
    expect(shareThatFall(3, (round) => 120 * (2 / 3) ** round)).toBeGreaterThan(0.8);
  });
});
