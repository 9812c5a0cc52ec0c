import { describe, expect, test } from 'vitest';
import type { ClusterDifference } from '../../support/case-support.js';
import { DEAD, HISTORY, judgeIn, KINDS, SUSPECT } from './cluster-scene.js';

//   Hub ──maxRows──▶ 100, ──rows──▶ Array ──▶ Row × 60
const byNumber = await judgeIn(({ hub }) => hub.property('maxRows', 100));
//   Hub ──ttl──▶ 40, ──rows──▶ Array ──▶ Row × 60
const byTime = await judgeIn(({ hub }) => hub.property('ttl', 40));

describe('a limit that is not reached', () => {
  test.each(KINDS)('makes a note of %s', (kind) => {
    expect(byNumber({ kind })).toBe('grown note: no-death, limit');
  });

  test('makes a note of dead objects in a history', () => {
    expect(byNumber(HISTORY)).toBe('history note: limit');
  });

  test('makes a note of the last results of work that is done, not of what is closed', () => {
    const dead = (isWorkDone: boolean): ClusterDifference => ({ ...DEAD, facts: { ...DEAD.facts, isWorkDone } });
    expect(byNumber(dead(true))).toBe('dead note: limit');
    expect(byNumber(dead(false))).toBe('dead leak: ');
  });

  test('is not asked of listeners', () => {
    expect(byNumber({ kind: 'listener-pileup' })).toBe('grown leak: no-death');
  });

  test('does not matter where something else than growth is the proof', () => {
    expect(byNumber({ restsOnGrowth: false })).toBe('grown leak: no-death');
  });

  test('is the largest number of entries that there may be', async () => {
    const bounded = async (rows: number) => (await judgeIn(({ hub }) => hub.property('maxRows', rows)))();
    expect(await bounded(60)).toBe('grown note: no-death, limit');
    expect(await bounded(59)).toBe('grown leak: no-death');
  });
});

describe('a time after which entries go', () => {
  test('is a limit while it is not over', () => {
    expect(byTime()).toBe('grown note: no-death, limit');
  });

  test('is none for entries that should have gone', () => {
    expect(byTime({ isExpired: true })).toBe('grown leak: no-death');
  });

  test('says nothing about a limit by number', () => {
    expect(byNumber({ isExpired: true })).toBe('grown note: no-death, limit');
  });
});

//   Hub ──maxRows──▶ 59, ──rows──▶ Array ──▶ Row × 60
describe('a limit that is passed', () => {
  test('leaves a suspicion where only the name of the place speaks of a bound', async () => {
    const past = await judgeIn(({ hub }) => hub.property('maxRows', 59));
    const short = { ...SUSPECT, isBoundedPlace: true };
    expect(past(short)).toBe('grown suspect: no-death, short-series, bounded-place');
    expect(byNumber(short)).toMatch(/^grown note: .*bounded-place/);
    expect(past({ isBoundedPlace: true, isCorePlace: true })).toBe('grown suspect: no-death, bounded-place');
  });

  test('leaves a suspicion in a single snapshot', async () => {
    const past = await judgeIn(({ hub }) => hub.property('maxRows', 59));
    const one = { rounds: 0, perRound: [], wholeRounds: [], isBoundedPlace: true, kind: 'stale-link' } as const;
    const dead = { ...one, isMostlyDead: true, facts: { leading: { dead: 60 } } };
    expect(past(dead)).toMatch(/^one-snapshot suspect: .*bounded-place/);
    expect(byNumber(dead)).toMatch(/^one-snapshot note: .*bounded-place/);
  });
});

test('a limit leaves a suspicion where a line removes entries on some ways only', async () => {
  const missed = await judgeIn(({ hub }) => hub.property('maxRows', 100), { text: 'missed' });
  expect(missed()).toBe('grown suspect: no-death, limit');
});
