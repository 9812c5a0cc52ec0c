import { describe, expect, test } from 'vitest';
import type { RemovalSite } from '../../../../src/analyzers/code/place-code.js';
import type { ClusterDifference } from '../../support/case-support.js';
import { DEAD, HISTORY, judgeIn, KINDS, SUSPECT } from './cluster-scene.js';

//   Timeout (so many) ──▶ sweep() ──context──▶ hub: Hub ──rows──▶ Array ──▶ Row × 60
const withTimers = (count: number, repeats: boolean) => judgeIn((scene) => scene.timers(count, repeats));
const interval = await withTimers(1, true);
const one = await withTimers(1, false);
const half = await withTimers(30, false);
const fewer = await withTimers(29, false);

describe('a timer that may remove what grows', () => {
  test.each(KINDS)('makes a suspect of %s', (kind) => {
    expect(interval({ kind })).toBe('grown suspect: no-death, cleanup-pending');
  });

  test('may fire once', () => {
    expect(one()).toBe('grown suspect: no-death, cleanup-pending');
  });

  test('makes a note of dead objects in a history', () => {
    expect(interval(HISTORY)).toBe('history note: cleanup-pending');
  });

  test("does not matter where the program's text knows a way that leaves what is in it", async () => {
    const text = async (state: 'missed' | 'never' | 'unknown') =>
      (await judgeIn((scene) => scene.timers(1, true), { text: state }))();
    expect(await text('missed')).toBe('grown leak: no-death');
    expect(await text('never')).toBe('grown suspect: no-death, cleanup-pending');
    expect(await text('unknown')).toBe('grown suspect: no-death, cleanup-pending');
  });

  test("does not matter where by the program's text only listeners and what adds remove from the place", async () => {
    const removedBy = async (...callers: RemovalSite['caller'][]) =>
      (await judgeIn((scene) => scene.timers(1, true), { text: 'removed', callers }))();
    expect(await removedBy('event')).toBe('grown leak: no-death');
    expect(await removedBy('event', 'adder')).toBe('grown leak: no-death');
    for (const caller of ['timer', 'call', 'nobody'] as const)
      expect(await removedBy('event', caller)).toBe('grown suspect: no-death, cleanup-pending');
  });

  test('is not looked for where it is a suspect anyway', () => {
    expect(interval(SUSPECT)).toBe('grown suspect: no-death, short-series');
  });

  test.each<[string, ClusterDifference]>([
    ['listeners', { kind: 'listener-pileup' }],
    ['what something else than growth proves', { restsOnGrowth: false }],
    ['a place that lists nothing', { containers: [] }],
  ])('is not asked of %s', (_, difference) => {
    expect(interval(difference)).toBe('grown leak: no-death');
  });
});

describe('a timer that may remove dead objects', () => {
  test('makes a suspect of them where it fires again and again', () => {
    expect(interval(DEAD)).toBe('dead suspect: cleanup-pending');
  });

  test('makes a suspect of them where there is one for half of them', () => {
    expect(half(DEAD)).toBe('dead suspect: cleanup-pending');
    expect(fewer(DEAD)).toBe('dead leak: ');
    expect(one(DEAD)).toBe('dead leak: ');
  });

  test("does not matter where by the program's text no line removes them", async () => {
    const text = async (state: 'never' | 'unknown') =>
      (await judgeIn((scene) => scene.timers(1, true), { text: state }))(DEAD);
    expect(await text('never')).toBe('dead leak: ');
    expect(await text('unknown')).toBe('dead suspect: cleanup-pending');
  });

  test('counts in a list alone', () => {
    expect(interval({ ...DEAD, isInList: false })).toBe('dead leak: ');
  });

  test('is not looked for where they are a suspect anyway', () => {
    expect(interval({ ...DEAD, perRound: [60, 0, 0] })).toBe('dead suspect: not-each-round');
  });
});

describe('timers that may give leases back', () => {
  const books = [{ text: 'Pool.used[]' }];
  const TIMER = { id: 2, kind: 'timer', text: 'Timeout', ownerNode: -1, parts: [] };
  const LIST = { id: 1, kind: 'array', text: 'Hub.rows[]', ownerNode: -1, parts: [] };
  const set = (...labels: readonly unknown[]) => ({ labels, isLink: false, isListed: false, frees: 60 });
  const timers = (areSettled: boolean) => ({ expire: false, areEach: true, areLong: true, areSettled });
  const grown = {
    kind: 'lease-never-released',
    restsOnGrowth: false,
    set: set(LIST, TIMER),
    timers: timers(false),
    facts: { books },
  };
  const open = { ...grown, isConnected: true, facts: { books, openHandles: 60 } };

  test('make suspects of them, whether they are open or not', () => {
    expect(half(grown)).toBe('grown suspect: no-death, cleanup-pending');
    expect(half(open)).toBe('open suspect: no-death, open-handle, cleanup-pending');
  });

  test('are asked of leases, or of what is open', () => {
    expect(half({ ...grown, kind: 'unbounded-collection' })).toBe('grown leak: no-death');
    expect(half({ ...open, kind: 'unbounded-collection' })).toBe(
      'open suspect: no-death, open-handle, cleanup-pending',
    );
  });

  test('are one for half of them at least', () => {
    expect(fewer(grown)).toBe('grown leak: no-death');
    expect(one(grown)).toBe('grown leak: no-death');
  });

  test('fire once', async () => {
    expect((await withTimers(30, true))(grown)).toBe('grown leak: no-death');
  });

  test('hold them, beside the book that lists them', () => {
    expect(half({ ...grown, set: set(LIST) })).toBe('grown leak: no-death');
    expect(half({ ...grown, facts: {} })).toBe('grown leak: no-death');
  });

  test('are only listed once all that they could settle is settled', () => {
    expect(half({ ...grown, timers: timers(true) })).toBe('grown leak: no-death, cleanup-pending');
  });

  test('are not looked for where they are suspects anyway', () => {
    expect(half({ ...grown, ...SUSPECT })).toBe('grown suspect: no-death, short-series');
  });

  test('are none where the place lists nothing', () => {
    expect(half({ ...grown, containers: [] })).toBe('grown leak: no-death');
  });
});
