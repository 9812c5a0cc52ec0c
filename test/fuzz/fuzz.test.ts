import { afterAll, describe, expect, it } from 'vitest';

import { fuzz, tryInput } from './fuzz.js';
import { Fault, type FuzzTarget } from './target.js';
import { TARGETS } from './targets.js';

/** Inputs of each target: together they take some ten seconds. */
const RUNS: Readonly<Record<string, number>> = {
  reader: 300,
  series: 40,
  scrub: 120,
  report: 300,
  baseline: 200,
  profile: 200,
  config: 300,
  sidecar: 200,
  map: 300,
  inspector: 200,
};
const FEWEST_RUNS = 30;

// A profile may have tags and keys of which its parser warns.
const warnings = process.listeners('warning');
process.removeAllListeners('warning');
afterAll(() => warnings.forEach((listener) => void process.on('warning', listener)));

describe('inputs from elsewhere', { timeout: 60_000 }, () => {
  it.each(TARGETS)('end in an answer or in one clear error: $name', async (target) => {
    const { tried, faults } = await fuzz(target, { runs: RUNS[target.name] ?? FEWEST_RUNS, seed: 11, wholeEvery: 10 });
    expect(faults.map(({ what }) => what)).toEqual([]);
    expect(tried).toBeGreaterThanOrEqual(FEWEST_RUNS);
  });
});

describe('the fuzzer', () => {
  const target = (run: FuzzTarget['run']): FuzzTarget => ({
    name: 'x',
    about: [],
    words: ['x'],
    seeds: () => [Buffer.from('seed')],
    run,
  });

  it('finds what only inputs behind three branches reach, led by their counters', async () => {
    const counters = new Uint8Array(4);
    const hidden = target((input) => {
      for (const [at, byte] of [...Buffer.from('PUT')].entries()) {
        if (input[at] !== byte) return Promise.resolve();
        counters[at] = 1;
      }
      throw new Fault('reached');
    });
    const led = await fuzz(hidden, { runs: 60_000, seed: 3, counters, mostFaults: 1 });
    expect(led.faults.map(({ what }) => what)).toEqual([expect.stringContaining('reached')]);
    expect((await fuzz(hidden, { runs: led.tried, seed: 3, mostFaults: 1 })).faults).toEqual([]);
  });

  it('tries the same inputs for the same seed', async () => {
    const inputsFor = async (seed: number): Promise<string[]> => {
      const inputs: string[] = [];
      const run = (input: Buffer) => Promise.resolve(void inputs.push(input.toString('hex')));
      await fuzz(target(run), { runs: 50, seed });
      return inputs;
    };
    expect(await inputsFor(5)).toEqual(await inputsFor(5));
    expect(await inputsFor(5)).not.toEqual(await inputsFor(6));
  });

  it('reports an input that takes far longer than its size explains', async () => {
    const waiting = target(() => new Promise((resolve) => setTimeout(resolve, 60)));
    const busy = target(() => {
      for (const start = process.cpuUsage(); process.cpuUsage(start).user < 60_000; );
      return Promise.resolve();
    });
    for (const slow of [waiting, busy])
      expect(await tryInput(slow.run, Buffer.from('x'), 1)).toMatch(/^slow: \d+ ms for 1 bytes$/);
  });
});
