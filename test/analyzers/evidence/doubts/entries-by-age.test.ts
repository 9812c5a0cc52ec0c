import { describe, expect, test } from 'vitest';
import { BARE_GROWTH_KINDS } from '../../../../src/analyzers/cases/cluster-kind.js';
import { inUse } from '../../../../src/analyzers/evidence/doubts/in-use.js';
import { recurring } from '../../../../src/analyzers/evidence/doubts/recurring.js';
import { against, type ClusterDifference } from '../../support/case-support.js';
import { type Age, caseOfAges } from './ages-scene.js';

/** Ages of as many entries as are given first, so many of which have changed. */
const agesOf = (...ages: readonly (readonly [entries: number, changed: number])[]): Age[] =>
  ages.map(([entries, changed]) => ({ entries, changed }));

describe('entries that are written to', () => {
  const used = async (ages: readonly Age[], difference: ClusterDifference = {}) =>
    inUse.find(await caseOfAges(ages, difference), 'grown');
  const half = agesOf([20, 0], [20, 10], [20, 10]);

  test.each(BARE_GROWTH_KINDS)('make a suspect of %s', async (kind) => {
    expect(against(await caseOfAges(half, { kind }))).toBe('grown suspect: no-death, in-use');
  });

  test('are told by eight of each age that came after the first snapshot', async () => {
    expect(await used(agesOf([0, 0], [8, 4], [8, 4]))).toEqual({ how: 'changed', old: 16, used: 8 });
    expect(await used(agesOf([20, 20], [8, 8], [7, 7]))).toBeNull();
    expect(await used(agesOf([20, 20], [7, 7], [8, 8]))).toBeNull();
  });

  test('are not told by a single age', async () => {
    expect(await used(agesOf([20, 20], [20, 20]), { rounds: 2 })).toBeNull();
  });

  test.each<[string, ClusterDifference]>([
    ['lent', { isLent: true }],
    ['expired', { isExpired: true }],
  ])('say nothing where they are %s', async (_title, difference) => {
    expect(await used(half, difference)).toBeNull();
  });
});

describe('keys that come again', () => {
  const found = async (ages: readonly Age[], perRound: readonly number[], difference: ClusterDifference = {}) =>
    recurring.find(await caseOfAges(ages, { perRound, ...difference }), 'grown');
  //   a fifth of each age has changed
  const fifth = agesOf([200, 40], [100, 20], [80, 16]);
  const fewer = [130, 105, 80];

  test('make a note of a table, whether something else leaves a suspicion or not', async () => {
    expect(against(await caseOfAges(fifth, { perRound: fewer }))).toMatch(/^grown note: .*recurring/);
    const young = { perRound: fewer, isHolderOld: false };
    expect(against(await caseOfAges(agesOf([200, 0], [100, 0], [80, 0]), young))).toMatch(/^grown suspect: /);
    expect(against(await caseOfAges(fifth, young))).toMatch(/^grown note: .*recurring/);
  });

  test('tell how many there may be', async () => {
    expect(await found(fifth, fewer)).toEqual({ all: 0.2, expected: 780, isSure: true });
  });

  test('leave a suspicion where the new ones may be fewer by chance', async () => {
    expect(await found(fifth, [100, 90, 65])).toMatchObject({ isSure: false });
    expect(against(await caseOfAges(fifth, { perRound: [100, 90, 65] }))).toMatch(/^grown suspect: .*recurring/);
  });

  test.each(['map', 'dictionary', 'set'])('are looked for in a %s', async (kind) => {
    const label = { ...(await caseOfAges([])).label, kind };
    expect(await found(fifth, fewer, { label })).not.toBeNull();
  });

  test.each<[string, ClusterDifference]>([
    ['two rounds', { rounds: 2 }],
    ['what is lent', { isLent: true }],
    ['what is expired', { isExpired: true }],
  ])('are not looked for in %s', async (_title, difference) => {
    expect(await found(fifth, fewer, difference)).toBeNull();
  });

  test('are not looked for in a list', async () => {
    const label = { ...(await caseOfAges([])).label, kind: 'array' };
    expect(await found(fifth, fewer, { label })).toBeNull();
  });

  test('are told by two ages of eight or more', async () => {
    const two = (second: number) => found(agesOf([100, 20], [second, 2], [0, 0]), fewer);
    expect(await two(8)).not.toBeNull();
    expect(await two(7)).toBeNull();
  });

  test('are written to in a round, six of a hundred at least', async () => {
    const six = (first: number) => found(agesOf([50, first], [25, 2], [25, 1]), [20, 18, 15]);
    expect(await six(3)).not.toBeNull();
    expect(await six(2)).toBeNull();
  });

  test('are written to half as often when they are older, at least', async () => {
    const older = (changed: number) => found(agesOf([40, changed], [40, 10], [40, 20]), [40, 30, 20]);
    expect(await older(10)).not.toBeNull();
    expect(await older(9)).toBeNull();
  });

  test('come in smaller numbers, by half of what is to be expected', async () => {
    const last = (entries: number) => found(agesOf([40, 20], [40, 20], [40, 20]), [80, 60, entries]);
    expect(await last(50)).not.toBeNull();
    expect(await last(51)).toBeNull();
  });

  test('are at most four times as many as are known', async () => {
    const last = (entries: number) => found(agesOf([160, 10], [80, 5], [80, 5]), [100, 90, entries]);
    expect(await last(80)).toMatchObject({ expected: 1600 });
    expect(await last(81)).toBeNull();
  });
});
