import { describe, expect, it, test } from 'vitest';

import { against, inFavor } from '../support/case-support.js';
import { type Seen, watchedCluster, watchedPlace } from './watched-scene.js';

//   Store ──rows──▶ Array ──▶ Row: 20, 40, 60, 80 in four snapshots, taken in 30 s; then it was looked at every ten seconds

const ADDS = { what: 'adds', runs: 40 } as const;
const REMOVES = { what: 'removes', line: 9, runs: 5 } as const;

describe.each([
  ['drained-while-watched', { entries: [78, 32], sampled: 0 }],
  ['left-while-watched', { entries: [85, 95], gone: 32 }],
  ['leveled-while-watched', { entries: [85, 85], lines: [{ ...ADDS, reached: 1 }] }],
] as const satisfies readonly [string, Seen][])('%s', (code, seen) => {
  const dead = { kind: 'ledger-entry-kept', isMostlyDead: true, isHistory: true, facts: { leading: { dead: 60 } } };
  it.each([
    ['history', watchedCluster(seen, dead)],
    ['open', watchedCluster(seen, { isConnected: true })],
    ['grown', watchedCluster(seen)],
    ['values', watchedPlace(seen)],
    ['repeated', watchedPlace(seen, { cause: 'repeated' })],
  ])('speaks against what rests on the ground %s', (ground, c) => {
    expect(against(c)).toMatch(new RegExp(`^${ground} note: .*${code}`));
  });
});

describe('a place that drains', () => {
  test('had gained something before', () => {
    const sizes = [80, 80, 80, 80];
    expect(against(watchedCluster({ entries: [80, 80], sampled: 0, sizes }))).not.toContain('drained');
  });

  test('has lost half of that, or it is not said to drain', () => {
    expect(against(watchedCluster({ entries: [78, 50], gone: 16 }))).toContain('drained');
    expect(against(watchedCluster({ entries: [78, 51], gone: 16 }))).not.toContain('drained');
  });

  test('is a note from four fifths on, whatever single entries did', () => {
    expect(against(watchedCluster({ entries: [78, 32], sampled: 4, gone: 2 }))).toMatch(/ note: .*drained/);
    expect(against(watchedCluster({ entries: [78, 33], sampled: 4, gone: 2 }))).toMatch(/ suspect: .*drained/);
    expect(against(watchedCluster({ entries: [78, 32], sampled: 0 }))).toMatch(/ note: .*drained/);
  });
});

test('nine of ten old entries that left make a note', () => {
  expect(against(watchedCluster({ entries: [85, 95], sampled: 20, gone: 18 }))).toMatch(/ note: .*left/);
  expect(against(watchedCluster({ entries: [85, 95], sampled: 20, gone: 17 }))).toMatch(/ suspect: .*left/);
});

describe('a place that leveled off', () => {
  // Two a second: 8 in 4 s, 7 in 3.5 s.
  test('was watched until eight entries were to be expected', () => {
    expect(against(watchedCluster({ entries: [85, 85], stepMs: 4000, lines: [ADDS] }))).toContain('leveled');
    expect(against(watchedCluster({ entries: [85, 85], stepMs: 3500, lines: [ADDS] }))).not.toContain('leveled');
  });

  test('may have gained a tenth of those', () => {
    expect(against(watchedCluster({ entries: [85, 87], lines: [ADDS] }))).toContain('leveled');
    expect(against(watchedCluster({ entries: [85, 88], lines: [ADDS] }))).not.toContain('leveled');
  });

  test('is not told by the code that removes', () => {
    expect(against(watchedCluster({ entries: [85, 85], lines: [REMOVES] }))).not.toContain('leveled');
  });

  test.each([null, 0])('is not known where the series lasted %s ms', (spanMs) => {
    expect(against(watchedCluster({ entries: [85, 85], lines: [ADDS], spanMs }))).not.toContain('leveled');
  });
});

describe('a place that went on growing', () => {
  test('did so at half its rate or more', () => {
    expect(inFavor(watchedCluster({ entries: [85, 95] }))).toContain('grew-while-watched');
    expect(inFavor(watchedCluster({ entries: [85, 94] }))).not.toContain('grew-while-watched');
  });

  test.each([null, 0])('did so at any rate where the series lasted %s ms', (spanMs) => {
    expect(inFavor(watchedCluster({ entries: [85, 86], spanMs }))).toContain('grew-while-watched');
    expect(inFavor(watchedCluster({ entries: [85, 85], spanMs }))).not.toContain('grew-while-watched');
  });

  test('was seen under load', () => {
    expect(inFavor(watchedCluster({ entries: [85, 95], quietFrom: 0 }))).not.toContain('grew-while-watched');
    expect(inFavor(watchedCluster({ entries: [85, 95], quietFrom: 0, spanMs: null }))).not.toContain('grew');
  });
});

test('eight old entries that stayed speak for all', () => {
  expect(inFavor(watchedCluster({ entries: [85, 85], sampled: 8 }))).toContain('stayed-while-watched');
});

test('the code that removes values never ran, or missed them', () => {
  const never = watchedPlace({ entries: [85, 95], lines: [{ ...REMOVES, runs: 0 }] });
  expect(inFavor(never)).toContain('remover-never-ran-while-watched');
  expect(inFavor(watchedPlace({ entries: [85, 95], lines: [REMOVES] }))).toContain('remover-missed-while-watched');
});
