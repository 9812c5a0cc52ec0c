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
  it('covers every heap that was measured, by pause and by memory', () => {
    // Node.js 20.20 and 24.21: live heap, extra resident memory and pause, in MiB and s.
    const measured = [
      { heap: 76, extra: 805, pause: 9.5 },
      { heap: 100, extra: 152, pause: 0.97 },
      { heap: 60, extra: 614, pause: 3.7 },
      { heap: 49, extra: 515, pause: 5.7 },
      { heap: 101, extra: 178, pause: 0.77 },
      { heap: 61, extra: 550, pause: 2.3 },
    ];
    for (const { heap, extra, pause } of measured) {
      const estimate = estimateCost(memory(null, { heapUsed: heap * 2 ** 20 }), null);
      expect(extra * 2 ** 20).toBeGreaterThanOrEqual(estimate.extraBytes[0] * 0.9);
      expect(extra * 2 ** 20).toBeLessThanOrEqual(estimate.extraBytes[1]);
      expect(pause * 1000).toBeGreaterThanOrEqual(estimate.pauseMs[0] * 0.8);
      expect(pause * 1000).toBeLessThanOrEqual(estimate.pauseMs[1]);
    }
  });

  it('is safe with room for the worst, tight with room for most, and deadly with less', () => {
    expect(estimateCost(memory(1200 * MB), null).danger).toBe('safe');
    expect(estimateCost(memory(700 * MB), null).danger).toBe('tight');
    expect(estimateCost(memory(300 * MB), null).danger).toBe('deadly');
    expect(estimateCost(memory(null), null).danger).toBe('safe');
  });

  it('is what the last snapshot did cost, grown with the heap', () => {
    const last = { heapUsed: 100 * MB, rssBefore: 180 * MB, rssPeak: 480 * MB, pauseMs: 1000 };
    const estimate = estimateCost(memory(700 * MB, { heapUsed: 200 * MB }), last);
    expect(estimate.isMeasured).toBe(true);
    // 300 MB then, twice the heap now, and a fifth for safety.
    expect(estimate.extraBytes[1]).toBeCloseTo(720 * MB, -3);
    expect(estimate.pauseMs[1]).toBeCloseTo(2400);
    expect(estimate.danger).toBe('deadly');
  });

  it('counts memory that the process kept after the last snapshot as there', () => {
    const last = { heapUsed: 100 * MB, rssBefore: 180 * MB, rssPeak: 480 * MB, pauseMs: 1000 };
    const estimate = estimateCost(memory(100 * MB, { rss: 460 * MB }), last);
    expect(estimate.extraBytes[1]).toBeCloseTo(80 * MB, -3);
    expect(estimate.danger).toBe('safe');
  });
});
