import { describe, expect, it } from 'vitest';

import { estimateCost } from '../../src/capture/cost-estimate.js';
import type { TargetMemory } from '../../src/capture/target-facts.js';

const MB = 1e6;

/** A heap of 100 MB, with as much memory left as given. */
function memory(available: number | null, change: Partial<TargetMemory> = {}): TargetMemory {
  return {
    heapUsed: 100 * MB,
    heapTotal: 120 * MB,
    rss: 180 * MB,
    maxRss: 200 * MB,
    heapLimit: 4000 * MB,
    largeObjects: 0,
    available,
    availableOf: 'container',
    ...change,
  };
}

describe('what a snapshot is expected to cost', () => {
  it('covers every kind of heap that was measured, by pause and by memory', () => {
    // Node.js 20.20: live heap and extra resident memory in MB, objects in thousands, processor time of the snapshot in s.
    const measured = {
      'small objects': { heap: 17.0, objects: 402, extra: 175, pause: 1.4 },
      'a Map of records': { heap: 17.3, objects: 402, extra: 438, pause: 2.36 },
      'long strings': { heap: 15.3, objects: 45, extra: 35, pause: 0.24 },
      'arrays of references': { heap: 15.5, objects: 45, extra: 114, pause: 0.67 },
      'parsed JSON': { heap: 11.4, objects: 252, extra: 189, pause: 1.45 },
      closures: { heap: 16.1, objects: 565, extra: 260, pause: 1.1 },
      'more small objects': { heap: 124, objects: 2657, extra: 1205, pause: 10.9 },
      'a larger Map of records': { heap: 116, objects: 2672, extra: 2206, pause: 11.4 },
      'more parsed JSON': { heap: 146, objects: 4191, extra: 2241, pause: 21.9 },
      'more closures': { heap: 105, objects: 2347, extra: 970, pause: 8.3 },
      'more arrays of references': { heap: 105, objects: 130, extra: 938, pause: 4.5 },
      'many short strings': { heap: 73, objects: 623, extra: 983, pause: 3.3 },
      'more long strings': { heap: 98, objects: 49, extra: 39, pause: 0.2 },
    };
    for (const [name, { heap, objects, extra, pause }] of Object.entries(measured)) {
      const count = { objects: objects * 1000, slowness: 1 };
      const estimate = estimateCost(memory(null, { heapUsed: heap * MB }), null, count);
      expect([name, extra * MB >= estimate.extraBytes[0], extra * MB <= estimate.extraBytes[1]]).toEqual([
        name,
        true,
        true,
      ]);
      expect([name, pause * 1000 >= estimate.pauseMs[0], pause * 1000 <= estimate.pauseMs[1]]).toEqual([
        name,
        true,
        true,
      ]);
    }
  });

  it('is longer on a machine that has no core for the target', () => {
    const pause = (slowness: number) => estimateCost(memory(null), null, { objects: 1e6, slowness }).pauseMs;
    expect(pause(3)).toEqual(pause(1).map((ms) => ms * 3));
  });

  it('knows many small objects from few large ones of the same size', () => {
    const few = estimateCost(memory(500 * MB), null, { objects: 1e5, slowness: 1 });
    const many = estimateCost(memory(500 * MB), null, { objects: 2e6, slowness: 1 });
    expect([few.danger, many.danger]).toEqual(['tight', 'deadly']);
    expect(many.extraBytes[0]).toBeGreaterThan(few.extraBytes[0] * 4);
  });

  it('is safe with room for the worst, tight with room for most, and deadly with less', () => {
    const count = { objects: 1e6, slowness: 1 };
    const danger = (available: number | null) => estimateCost(memory(available), null, count).danger;
    expect([danger(1600 * MB), danger(900 * MB), danger(700 * MB), danger(null)]).toEqual([
      'safe',
      'tight',
      'deadly',
      'safe',
    ]);
  });

  it('refuses a large heap of arrays, or of short strings, that has half the memory it needs', () => {
    const danger = (heap: number, objects: number, available: number) =>
      estimateCost(memory(available * MB, { heapUsed: heap * MB }), null, { objects, slowness: 1 }).danger;
    expect([danger(105, 130_000, 938 / 2), danger(73, 623_000, 983 / 2)]).toEqual(['deadly', 'deadly']);
  });

  it('refuses the heap of 39.5 MB that did not fit into a container of 300 MB', () => {
    const count = { objects: 700_000, slowness: 1 };
    expect(estimateCost(memory(220 * MB, { heapUsed: 39.5 * MB }), null, count).danger).toBe('deadly');
  });

  it('is what the last snapshot did cost, grown with the heap', () => {
    const last = { heapUsed: 100 * MB, rssBefore: 180 * MB, rssPeak: 480 * MB, pauseMs: 1000 };
    const estimate = estimateCost(memory(700 * MB, { heapUsed: 200 * MB }), last);
    expect(estimate.isMeasured).toBe(true);
    // 300 MB then, twice the heap now, and a fifth for safety.
    expect(estimate.extraBytes[1]).toBeCloseTo(720 * MB, -3);
    // Twice the heap, and half as long again on a busier machine.
    expect(estimate.pauseMs[1]).toBeCloseTo(3000);
    expect(estimate.danger).toBe('deadly');
  });

  it('counts memory that the process kept after the last snapshot as there', () => {
    const last = { heapUsed: 100 * MB, rssBefore: 180 * MB, rssPeak: 480 * MB, pauseMs: 1000 };
    const estimate = estimateCost(memory(100 * MB, { rss: 460 * MB }), last);
    expect(estimate.extraBytes[1]).toBeCloseTo(80 * MB, -3);
    expect(estimate.danger).toBe('safe');
  });
});
