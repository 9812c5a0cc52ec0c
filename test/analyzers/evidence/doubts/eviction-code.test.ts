import { describe, expect, test } from 'vitest';
import { DEAD, HISTORY, judgeIn, KINDS, SUSPECT } from './cluster-scene.js';

//   keep() { rows.set … rows.size … rows.delete }      Hub ──rows──▶ Map ──▶ Row × 60
const bounded = await judgeIn((scene) => scene.code(['rows', 'set', 'size', 'delete']), { isMap: true });
//   put() { rows.push … rows.length … rows.shift }     Hub ──rows──▶ Array ──▶ Row × 60
const queue = await judgeIn((scene) => scene.code(['rows', 'push', 'length', 'shift']));
const past = await judgeIn(
  (scene) => {
    scene.code(['rows', 'set', 'size', 'delete']);
    scene.hub.property('maxRows', 59);
  },
  { isMap: true },
);

describe('code that bounds a collection', () => {
  test.each(KINDS)('makes a note of %s', (kind) => {
    expect(bounded({ kind })).toBe('grown note: no-death, eviction-code');
  });

  test('makes a suspect of them where it may be a queue', () => {
    expect(queue()).toBe('grown suspect: no-death, eviction-code');
  });

  test('is looked for where it is a suspect, but not where it is a note', () => {
    expect(bounded(SUSPECT)).toBe('grown note: no-death, short-series, eviction-code');
    expect(bounded({ perRound: [40, 36, 23] })).toBe('grown note: no-death, slows-down');
  });

  test('is not asked of listeners', () => {
    expect(bounded({ kind: 'listener-pileup' })).toBe('grown leak: no-death');
  });

  test('does not bound leased resources', () => {
    expect(bounded({ isLent: true })).toBe('grown leak: no-death');
  });

  test('does not matter where something else than growth is the proof', () => {
    expect(bounded({ restsOnGrowth: false })).toBe('grown leak: no-death');
  });

  test('makes a note of dead objects in a history, leased or not', () => {
    expect(bounded(HISTORY)).toBe('history note: eviction-code');
    expect(bounded({ ...HISTORY, isLent: true })).toBe('history note: eviction-code');
  });

  test('does not work where there are more than the limit', () => {
    expect(past()).toBe('grown leak: no-death');
  });

  test("is not looked for where the program's text says what it does to this place", async () => {
    const text = async (state: 'never' | 'missed' | 'removed' | 'unknown') =>
      (await judgeIn((scene) => scene.code(['rows', 'set', 'size', 'delete']), { isMap: true, text: state }))();
    expect(await text('never')).toBe('grown leak: no-death');
    expect(await text('missed')).toBe('grown leak: no-death');
    expect(await text('removed')).toBe('grown leak: no-death');
    expect(await text('unknown')).toBe('grown note: no-death, eviction-code');
  });

  test('is none where the place lists nothing', () => {
    expect(bounded({ containers: [] })).toBe('grown leak: no-death');
  });
});

describe('code that bounds a collection of dead objects', () => {
  test('makes a suspect of them, certain or not', () => {
    expect(bounded(DEAD)).toBe('dead suspect: eviction-code');
    expect(queue(DEAD)).toBe('dead suspect: eviction-code');
  });

  test('counts in a list alone', () => {
    expect(bounded({ ...DEAD, isInList: false })).toBe('dead leak: ');
  });

  test('is not looked for where they are a suspect anyway', () => {
    expect(bounded({ ...DEAD, perRound: [60, 0, 0] })).toBe('dead suspect: not-each-round');
  });

  test('does not work where there are more than the limit', () => {
    expect(past(DEAD)).toBe('dead leak: ');
  });
});
