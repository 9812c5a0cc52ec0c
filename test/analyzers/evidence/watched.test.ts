import { describe, expect, it, test } from 'vitest';

import type { Case } from '../../../src/analyzers/cases/case.js';
import { judge } from '../../../src/analyzers/verdict/judge.js';
import { against, inFavor, PLAIN, ROWS } from '../support/case-support.js';
import { type Seen, watchedCluster, watchedPlace } from './watched-scene.js';

//   Store ──rows──▶ Array ──▶ Row: 20, 40, 60, 80 in four snapshots; then it was looked at every ten seconds

function textOf(c: Case, code: string): string | undefined {
  const judged = judge(c);
  if (judged.verdict === 'silent') return undefined;
  return [...judged.for, ...judged.against].find((told) => told.code === code)?.text;
}

const CASES = [
  ['objects', watchedCluster],
  ['values', watchedPlace],
] as const;

describe.each(CASES)('a place of %s that was watched', (_what, of) => {
  it('is a leak where it went on growing and nothing left', () => {
    const c = of({ entries: [85, 95, 105, 115] });
    expect(against(c)).toMatch(/ leak: (?!.*watched)/);
    expect(inFavor(c)).toContain('grew-while-watched, stayed-while-watched');
  });

  it('is a note where it drained to what it had before the series', () => {
    expect(against(of({ entries: [78, 60, 32], gone: 30 }))).toMatch(/ note: .*drained-while-watched/);
  });

  it('has not drained where a little more than a fifth of the growth is left', () => {
    expect(against(of({ entries: [78, 60, 33], sampled: 0 }))).toMatch(/ leak: (?!.*drained)/);
  });

  it('is a suspect where half of the growth is gone, and most of the old entries', () => {
    expect(against(of({ entries: [78, 60, 50], gone: 16 }))).toMatch(/ suspect: .*drained-while-watched/);
    expect(against(of({ entries: [78, 60, 51], gone: 15 }))).toMatch(/ leak: (?!.*watched)/);
  });

  it('has lost what was under way, and is a leak, where most of the old entries stayed', () => {
    expect(against(of({ entries: [78, 60, 21], gone: 15 }))).toMatch(/ leak: (?!.*watched)/);
  });

  it('may have drained now and then', () => {
    expect(against(of({ entries: [85, 20, 70, 120], gone: 32 }))).toMatch(/ note: .*drained-while-watched/);
  });

  it('is a note where nearly all of the old entries left, though as many came', () => {
    expect(against(of({ entries: [85, 95, 105], gone: 29 }))).toMatch(/ note: .*left-while-watched/);
  });

  it('is a suspect where half of them left', () => {
    expect(against(of({ entries: [85, 95, 105], gone: 28 }))).toMatch(/ suspect: .*left-while-watched/);
    expect(against(of({ entries: [85, 95, 105], gone: 16 }))).toMatch(/ suspect: .*left-while-watched/);
    expect(against(of({ entries: [85, 95, 105], gone: 15 }))).toMatch(/ leak: (?!.*watched)/);
  });

  it('tells nothing by a few entries', () => {
    const few: Seen = { entries: [85, 95, 105], sampled: 7, gone: 7 };
    expect(against(of(few))).toMatch(/ leak: (?!.*watched)/);
    expect(inFavor(of({ ...few, gone: 0 }))).not.toContain('stayed-while-watched');
    expect(against(of({ ...few, sampled: 8, gone: 8 }))).toContain('left-while-watched');
  });

  it('is judged by the snapshots alone where the watch failed', () => {
    const c = of({ entries: [78, 20], gone: 32, failure: 'the target refused' });
    expect(against(c)).toMatch(/ leak: (?!.*watched)/);
    expect(inFavor(c)).not.toContain('watched');
    expect(against(of({ entries: [20], gone: 32 }))).toMatch(/ leak: (?!.*watched)/);
  });
});

describe('a place that does not grow any more', () => {
  const ADDS = { what: 'adds', runs: 40 } as const;

  it('is a suspect where the code that adds ran', () => {
    expect(against(watchedCluster({ entries: [85, 85, 86], lines: [ADDS] }))).toMatch(
      /suspect: .*leveled-while-watched/,
    );
  });

  it('is a note where the line itself ran', () => {
    const reached = { ...ADDS, reached: 1 };
    expect(against(watchedCluster({ entries: [85, 85, 86], lines: [reached] }))).toMatch(
      /note: .*leveled-while-watched/,
    );
  });

  test.each([
    ['where more than a tenth of what was to be expected came', { entries: [85, 90], lines: [ADDS] }],
    ['where the code that adds did not run', { entries: [85, 85], lines: [{ ...ADDS, runs: 0 }] }],
    ['where it is not known whether that ran', { entries: [85, 85], lines: [{ ...ADDS, runs: null }] }],
    ['where no line adds', { entries: [85, 85], lines: [] }],
    ['where a new collection would not have been noticed', { entries: [85, 85], lines: [ADDS], inPlace: false }],
    ['without load', { entries: [85, 85], lines: [ADDS], quietFrom: 0 }],
  ] as const)('is a leak %s', (_where, seen: Seen) => {
    expect(against(watchedCluster(seen))).toMatch(/leak: (?!.*leveled)/);
  });
});

describe('the code that removes', () => {
  const ADDS = { what: 'adds', runs: 3 } as const;
  const REMOVES = { what: 'removes', line: 9, runs: 0 } as const;
  const told = (...lines: NonNullable<Seen['lines']>) =>
    inFavor(watchedCluster({ entries: [85, 85, 85], sampled: 20, lines }));

  it('never ran while entries were added', () => {
    expect(told(ADDS, REMOVES)).toContain('remover-never-ran-while-watched');
    expect(inFavor(watchedCluster({ entries: [85, 95, 105], lines: [REMOVES] }))).toContain('remover-never-ran');
  });

  it('may have had no reason to run where nothing was added', () => {
    expect(told({ ...ADDS, runs: 0 }, REMOVES)).not.toContain('remover');
  });

  it('is not said to have never run where one of several ran, or may have', () => {
    expect(told(ADDS, REMOVES, { ...REMOVES, runs: 1 })).not.toContain('remover-never-ran');
    expect(told(ADDS, REMOVES, { ...REMOVES, runs: null })).not.toContain('remover-never-ran');
    expect(told(ADDS)).not.toContain('remover-never-ran');
  });

  it('missed the old entries where it ran and none of them left', () => {
    expect(told(ADDS, { ...REMOVES, runs: 2 })).toContain('remover-missed-while-watched');
    const left = watchedCluster({ entries: [85, 85], gone: 1, lines: [{ ...REMOVES, runs: 2 }] });
    expect(inFavor(left)).not.toContain('remover-missed');
  });
});

describe('what was seen in the living process', () => {
  it.each([
    ['history', { kind: 'ledger-entry-kept', isMostlyDead: true, isHistory: true, facts: { leading: { dead: 60 } } }],
    ['open', { isConnected: true }],
    ['grown', {}],
  ] as const)('lowers what rests on the ground %s', (ground, own) => {
    expect(against(watchedCluster({ entries: [78, 30], gone: 32 }, own))).toMatch(
      new RegExp(`^${ground} note: .*drained-while-watched, left-while-watched`),
    );
  });

  it('does not speak for objects that a field declares dead', () => {
    const dead = { kind: 'ledger-entry-kept', isMostlyDead: true, facts: { leading: { dead: 60 } } } as const;
    expect(against(watchedCluster({ entries: [78, 30], gone: 32 }, dead))).not.toContain('watched');
  });

  it('does not speak for suspects of which most lie elsewhere', () => {
    const containers = [{ container: ROWS, targets: PLAIN.slice(0, 29) }];
    expect(against(watchedCluster({ entries: [78, 20], gone: 32 }, { containers }))).not.toContain('watched');
  });

  it('is put into sentences', () => {
    const grew = watchedCluster({
      entries: [85, 95, 105],
      quietFrom: 2,
      lines: [{ what: 'removes', line: 9, runs: 2 }],
    });
    expect(textOf(grew, 'grew-while-watched')).toBe(
      'It went on growing while it was watched: from 85 to 105 entries in 10 s.',
    );
    expect(textOf(grew, 'stayed-while-watched')).toBe(
      'None of 32 entries that were older than a round left while it was watched for 20 s, 10 s of it without load.',
    );
    expect(textOf(grew, 'remover-missed-while-watched')).toBe(
      'The code around hub.js:9, which removes entries, ran at least 2 times while it was watched, and left all 32 of the older entries that were asked for.',
    );
    const drained = watchedCluster({ entries: [78, 25], gone: 32 });
    expect(textOf(drained, 'drained-while-watched')).toBe(
      'It drained while it was watched: 80 entries in the last snapshot, 25 within 10 s after; the first snapshot had 20.',
    );
    expect(textOf(drained, 'left-while-watched')).toBe(
      'Of 32 entries that were older than a round, 32 left while it was watched for 10 s.',
    );
    const level = watchedCluster({
      entries: [85, 85],
      lines: [
        { what: 'adds', runs: 1 },
        { what: 'removes', runs: 0 },
      ],
    });
    expect(textOf(level, 'leveled-while-watched')).toBe(
      'It stayed at 85 entries while it was watched under load for 10 s, where 20 more were to be expected; the code that adds to it ran once.',
    );
    expect(textOf(level, 'remover-never-ran-while-watched')).toBe(
      'The code that removes entries (hub.js:5) did not run while it was watched for 10 s.',
    );
  });
});
