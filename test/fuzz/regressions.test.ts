import { describe, expect, it } from 'vitest';

import { Random } from './random.js';
import { inspector } from './targets/inspector.js';
import { map } from './targets/map.js';
import { series } from './targets/series.js';
import { seriesText } from './targets/snapshots.js';

/** Inputs that the fuzzer found. */
describe('messages of a target', () => {
  it.each([
    ['a text in place of its memory figures', '{"id":0,"result":{"result":{"type":"string","value":"ready"}}}'],
    ['memory figures without some of them', '{"id":0,"result":{"result":{"value":{"heapUsed":1,"heapTotal":null}}}}'],
  ])('are refused with one clear error: %s', async (_what, line) => {
    await expect(inspector.run(Buffer.from([line, line].join('\n')))).resolves.toBeUndefined();
  });
});

describe('a source map', () => {
  it('has a section that says it begins in a line far away: no memory is taken for those before it', async () => {
    const flat = { version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA' };
    const sections = [{ offset: { line: 2 ** 32, column: 2 }, map: flat }];
    await expect(map.run(Buffer.from(JSON.stringify({ version: 3, sections })))).resolves.toBeUndefined();
  });
});

describe('the times of samples', () => {
  const last = seriesText(3)[2] ?? '';
  const withSamples = (samples: readonly number[]) =>
    Buffer.from(JSON.stringify({ ...(JSON.parse(last) as object), samples }));

  // An age was below 0, which is not in the schema of a report.
  it('may run backwards, stand still and be too large: the report matches its schema, or the snapshot is refused', async () => {
    const random = new Random(18);
    const most = [0, 1, 50_000, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER + 3, 1e300];
    for (let round = 0; round < 60; round += 1) {
      const samples = Array.from({ length: 2 * (1 + random.below(5)) }, (_, at) =>
        at % 2 === 0 || random.below(3) === 0 ? random.pick(most) : random.below(400),
      );
      await expect(series.run(withSamples(samples))).resolves.toBeUndefined();
    }
  });
});
