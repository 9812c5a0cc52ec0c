import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { SCENARIOS } from '../../samples/vttablet/scenarios/catalog.js';
import { SAMPLE_CASES } from './samples-answers.js';

const sample = join(import.meta.dirname, '../../samples/vttablet');

describe('the answers about the samples', () => {
  it('are about each scenario once', () => {
    expect(SAMPLE_CASES.map(({ scenario }) => scenario)).toEqual(SCENARIOS.map(({ name }) => name));
  });

  it.each(SAMPLE_CASES)('name lines of $scenario that are there', ({ place, added, removed, missing }) => {
    for (const { file, line, text } of [...added, ...removed, ...missing]) {
      expect(readFileSync(join(sample, file), 'utf8').split('\n')[line - 1]).toContain(text);
    }
    expect(missing.length > 0).toBe(place !== null);
  });
});
