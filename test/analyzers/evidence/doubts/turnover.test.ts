import { describe, expect, test } from 'vitest';
import type { HeapBuilder, HeapNode } from '../../../support/heap-dsl.js';
import { Dictionary, holder, repeat, type Work } from '../../search/growing-places-support.js';
import { judgePlace } from '../places-support.js';

/** Entries of the table in each snapshot. */
const SIZES = [100, 200, 300, 400];

/** Puts a table into `Hub.seen`, of one hub. */
function hub(): (heap: HeapBuilder, table: HeapNode) => void {
  let one: HeapNode | undefined;
  return (heap, table) => {
    one ??= holder(heap, 'Hub', 'seen', table);
    one.property('seen', table);
  };
}

/**
 * Hub ─seen▶ Object ─properties▶ [ … key true  key true … ], larger after each round
 *
 * @param staying entries of the last snapshot but one that the last one still has
 */
const table = (staying: number): Work => {
  const put = hub();
  return (heap, round) => {
    const all = new Dictionary(heap);
    const old = round === 3 ? staying : 0;
    repeat(SIZES[round], (index) => all.set(index < old ? `2-${index}` : `${round}-${index}`, true));
    put(heap, all.node);
  };
};

/** The same table, which keeps what it has. */
const pile = (): Work => {
  let all: Dictionary | undefined;
  let entries = 0;
  return (heap, round) => {
    all ??= new Dictionary(heap);
    for (; entries < SIZES[round]; entries += 1) all.set(`${entries}`, true);
    holder(heap, 'Hub', 'seen', all.node);
  };
};

/** Hub ─seen▶ Map of names to `true`, another one in each round, whose names are read from elsewhere. */
const renewedMap = (): Work => {
  const put = hub();
  return (heap, round) => {
    const all = heap.map();
    repeat(SIZES[round], (index) => all.entries.set(heap.allocate('string', `name ${index}`, { size: 32 }), true));
    put(heap, all);
  };
};

describe('a table that has other keys after each round', () => {
  test('is in use while it grows', async () => {
    const { verdict, against, texts } = await judgePlace(table(0));
    expect([verdict, against]).toEqual(['note', ['turnover']]);
    expect(texts.turnover).toBe('None of the 300 entries of the snapshot before are still there: entries come and go.');
  });

  test('may keep one in twenty', async () => {
    expect(await judgePlace(table(15))).toMatchObject({ verdict: 'note', against: ['turnover'] });
    expect((await judgePlace(table(16))).against).not.toContain('turnover');
  });

  test('is a pile where the keys stay', async () => {
    expect(await judgePlace(pile())).toMatchObject({ verdict: 'leak', against: [] });
  });

  test('is not known of a Map that is made again', async () => {
    expect((await judgePlace(renewedMap())).against).not.toContain('turnover');
  });
});
