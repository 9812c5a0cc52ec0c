import { describe, expect, test } from 'vitest';
import type { ClusterCase } from '../../../../src/analyzers/cases/cluster-case.js';
import { fullestPlace, isPastLimit, limitOf } from '../../../../src/analyzers/evidence/finders/growth-place.js';
import { type SnapshotSummary, summarizeSnapshot } from '../../../../src/analyzers/series/snapshot-summary.js';
import { HeapBuilder, type HeapNode, type Value } from '../../../support/heap-dsl.js';
import { clusterCase, placeCase, ROWS } from '../../support/case-support.js';
import { see } from './finders-support.js';

/** An array of so many rows in a field of a Store that has other fields as well. */
interface Shelf {
  readonly rows: number;
  readonly fields?: Readonly<Record<string, Value>>;
}

/** A cluster of what lies in the arrays, each of which has gained a new store in the second of two snapshots. */
async function clusterIn(...shelves: readonly Shelf[]) {
  const heap = new HeapBuilder();
  const arrays = shelves.map(({ fields = {} }, index) => {
    const rows = heap.array();
    heap.global.property(`store${index}`, heap.object('Store').properties(fields).property('rows', rows));
    return rows;
  });
  const series: SnapshotSummary[] = [summarizeSnapshot((await see(heap)).view.graph)];
  const members: HeapNode[][] = shelves.map(({ rows }) => Array.from({ length: rows }, () => heap.object('Row')));
  arrays.forEach((array, index) => array.push(...members[index]));
  const { view, at } = await see(heap);
  series.push(summarizeSnapshot(view.graph));
  const containers = arrays.map((array, index) => ({ container: at(array), targets: members[index].map(at) }));
  const c = clusterCase({ containers, context: { view, series } as unknown as ClusterCase['context'] });
  return { c, containers };
}

describe('the place of a cluster', () => {
  //   Store ──rows──▶ Array of 12      Store ──rows──▶ Array of 8
  test('is the first of its collections, with the suspects that it lists', async () => {
    const { c, containers } = await clusterIn({ rows: 12 }, { rows: 8 });
    expect(fullestPlace(c)).toEqual({ ...containers[0], entries: 12 });
  });

  test('is none where no collection has them', () => {
    const c = clusterCase();
    expect(fullestPlace(c)).toBeNull();
    expect(limitOf({ ...c, context: { view: {}, series: [] } } as unknown as ClusterCase)).toBeNull();
    expect(isPastLimit({ ...c, context: { view: {} } } as unknown as ClusterCase)).toBe(false);
  });
});

test('the place of entries without objects is their collection, and a text has none', () => {
  expect(fullestPlace(placeCase())).toEqual({ container: ROWS, entries: 60, targets: [] });
  expect(fullestPlace(placeCase({ cause: 'text' }))).toBeNull();
});

describe('the limit of a cluster', () => {
  //   Store ─┬─rows──▶ Array of 12
  //          └─max──▶ 12, or 11
  test('is that around a collection, for its own suspects', async () => {
    const { c } = await clusterIn({ rows: 12, fields: { max: 12 } });
    expect(limitOf(c)).toEqual({ kind: 'entries', field: 'Store.max', value: 12 });
    expect(isPastLimit(c)).toBe(false);
    const { c: over } = await clusterIn({ rows: 12, fields: { max: 11 } });
    expect(limitOf(over)).toBeNull();
    expect(isPastLimit(over)).toBe(true);
  });

  //   Store ──rows──▶ Array of 12      Store ─┬─rows──▶ Array of 8
  //                                           └─max──▶ 10, or 7
  test('may be around any of its collections, and is passed in the first', async () => {
    const { c } = await clusterIn({ rows: 12 }, { rows: 8, fields: { max: 10 } });
    expect(limitOf(c)).toMatchObject({ value: 10 });
    const { c: over } = await clusterIn({ rows: 12 }, { rows: 8, fields: { max: 7 } });
    expect([limitOf(over), isPastLimit(over)]).toEqual([null, false]);
  });

  // 12 entries have room for 12 + 6 + 16 slots.
  test('is not the room that the store has grown to', async () => {
    const { c } = await clusterIn({ rows: 12, fields: { capacity: 34 } });
    expect(limitOf(c)).toBeNull();
    const { c: other } = await clusterIn({ rows: 12, fields: { capacity: 35 } });
    expect(limitOf(other)).toMatchObject({ value: 35 });
  });
});
