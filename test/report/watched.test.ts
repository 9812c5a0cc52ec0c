import { describe, expect, it } from 'vitest';

import { watchSchema } from '../../src/findings/watch-schema.js';
import { renderText } from '../../src/report/text-report.js';
import { cleanReportFixture } from '../support/report-fixtures.js';

const PLACE = {
  label: 'Hub.rows{}',
  nodeId: 7,
  entries: [
    { ms: 0, entries: 1200, quiet: false },
    { ms: 1000, entries: 1300, quiet: true },
  ],
  sampled: 32,
  gone: 2,
  inPlace: true,
  lines: [],
  failure: null,
};
const WATCH = {
  loadMs: 12_000,
  quietMs: 5000,
  longestMs: 25,
  busyMs: 310,
  bytes: 9000,
  places: [PLACE],
  failure: null,
};

const render = (more: object) =>
  renderText(cleanReportFixture({ watched: watchSchema.parse({ ...WATCH, ...more }) }), {
    width: 100,
    color: false,
    verbose: true,
  });

describe('what was watched in the living process', () => {
  it('is a table of places, with what it cost', () => {
    const text = render({});
    expect(text).toContain('Watched in the living process for 12.0 s under load and 5.0 s without load');
    expect(text).toMatch(/Hub\.rows\{\} +1,200 → 1,300 +2 of 32/);
    expect(text).toContain('longest request 25 ms, all of them 310 ms and 9.0 kB; nothing was changed');
    expect(render({ loadMs: 0 })).toContain('Watched in the living process for 5.0 s without load\n');
  });

  it('gives the reason for a place that was not watched to the end', () => {
    expect(render({ places: [{ ...PLACE, failure: 'it is gone' }] })).toMatch(/Hub\.rows\{\} +it is gone/);
  });

  it('is left to the notes where nothing was seen', () => {
    expect(render({ loadMs: 0, quietMs: 0 })).not.toContain('Watched');
  });
});
