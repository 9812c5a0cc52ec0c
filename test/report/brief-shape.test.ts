import { describe, expect, it } from 'vitest';
import { type BriefShape, layToFit } from '../../src/report/text/brief-shape.js';

/** A report of twenty lines that do not change, with a line for each thing that a shape may leave out. */
function lay(shape: BriefShape): string[] {
  const more = [shape.repeats, shape.tellsOthers, shape.noted, shape.uncounted, shape.inFull].filter(Boolean).length;
  return Array.from({ length: 20 + more + shape.steps + shape.poolRows + shape.others }, (_, at) => String(at));
}

describe('the first screen', () => {
  it('is whole where the height is not known', () => {
    expect(layToFit(lay, undefined)).toHaveLength(layToFit(lay, 1000).length);
  });

  it('leaves one line for the prompt', () => {
    const whole = layToFit(lay, undefined).length;
    expect(layToFit(lay, whole + 1)).toHaveLength(whole);
    expect(layToFit(lay, whole)).toHaveLength(whole - 1);
  });

  it.each([30, 29, 28, 27, 26])('leaves out no more than needed for %d lines', (height) => {
    const lines = layToFit(lay, height);
    expect(lines.length).toBeLessThan(height);
    expect(lines.length).toBeGreaterThan(height - 4);
  });

  it('is the shortest one where nothing fits', () => {
    const shortest = layToFit(lay, 1);
    expect(layToFit(lay, 5)).toEqual(shortest);
    // The lines that do not change, a step of the path, a row of each pool, and one more finding.
    expect(shortest).toHaveLength(20 + 3);
  });
});
