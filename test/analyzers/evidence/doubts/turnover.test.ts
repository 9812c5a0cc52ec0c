import { describe, expect, test } from 'vitest';
import { turnover } from '../../../../src/analyzers/evidence/doubts/turnover.js';
import { HeapBuilder, type HeapNode } from '../../../support/heap-dsl.js';
import { Dictionary, holder, repeat, type Work } from '../../search/growing-places-support.js';
import { against, type PlaceDifference, placeCase } from '../../support/case-support.js';
import { see } from '../finders/finders-support.js';
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

interface Table {
  readonly isMap?: boolean;
  /** Entries whose keys are strings; the others have integers. */
  readonly named?: number;
  /** Whether the table is the one that the first snapshot had. */
  readonly isSame?: boolean;
}

/** A place of 100 entries, none of which the snapshot before had. */
async function placeOf({ isMap = false, named = 100, isSame = false }: Table, own: PlaceDifference = {}) {
  const heap = new HeapBuilder();
  const all = new Dictionary(heap);
  repeat(named, (index) => all.set(`key ${index}`, true));
  const table = isMap ? heap.map(Array.from({ length: named }, (_, index) => [`key ${index}`, true])) : all.node;
  const hub = holder(heap, 'Hub', 'seen', table);
  const { view, at } = await see(heap);
  const plain = placeCase();
  const context = { ...plain.context, view };
  const label = { ...plain.label, ownerNode: at(hub) };
  const place = { label, nodes: [at(table)], owners: [at(table)], kept: isSame, sizes: [25, 50, 75, 100] };
  return placeCase({ context, label, entries: 100, place, ...own });
}

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

  test('is not known of a Map that is made again, as its keys may come from elsewhere', async () => {
    const found = async (own: Table) => turnover.find(await placeOf(own), 'values');
    expect(await found({ isMap: true, isSame: true })).toEqual({ before: 75, kept: 0 });
    expect(await found({ isMap: true })).toBeNull();
    expect(await found({ isMap: false })).toEqual({ before: 75, kept: 0 });
  });

  test('has nine of ten keys that can be told from others', async () => {
    expect(turnover.find(await placeOf({ named: 90 }), 'values')).not.toBeNull();
    expect(turnover.find(await placeOf({ named: 89 }), 'values')).toBeNull();
  });

  test('is in use where the entries are the same objects, whether something else leaves a suspicion or not', async () => {
    const judged = async (own: PlaceDifference) => against(await placeOf({}, { cause: 'repeated', ...own }));
    expect(await judged({})).toMatch(/^repeated note: .*turnover/);
    expect(await judged({ rounds: 2, perRound: [30, 30] })).toMatch(/^repeated note: .*turnover/);
  });
});
