import { describe, expect, test } from 'vitest';
import type { ClusterCase } from '../../../../src/analyzers/cases/cluster-case.js';
import { fullestPlace, isPastLimit, limitOf } from '../../../../src/analyzers/evidence/finders/growth-place.js';
import { type SnapshotSummary, summarizeSnapshot } from '../../../../src/analyzers/series/snapshot-summary.js';
import { HeapBuilder, type HeapNode, type Value } from '../../../support/heap-dsl.js';
import { clusterCase, type PlaceDifference, placeCase, ROWS } from '../../support/case-support.js';
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
    expect(isPastLimit({ ...c, context: { view: {}, series: [] } } as unknown as ClusterCase)).toBe(false);
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

  //   Store ──rows──▶ Array of 8, or 9      Store ─┬─rows──▶ Array of 8
  //                                                └─max──▶ 10
  test('must bound most of what its collections hold', async () => {
    const { c } = await clusterIn({ rows: 8 }, { rows: 8, fields: { max: 10 } });
    expect(limitOf(c)).toMatchObject({ value: 10 });
    const { c: beside } = await clusterIn({ rows: 9 }, { rows: 8, fields: { max: 10 } });
    expect([limitOf(beside), isPastLimit(beside)]).toEqual([null, false]);
  });

  //   Store ─┬─rows──▶ Array of 12, or 10      two of: Store ─┬─rows──▶ Array of 8
  //          └─max──▶ 10                                      └─max──▶ 10
  test('is none for all where one of its collections has outgrown it', async () => {
    const small = { rows: 8, fields: { max: 10 } };
    const { c } = await clusterIn({ rows: 10, fields: { max: 10 } }, small, small);
    expect(limitOf(c)).toMatchObject({ value: 10 });
    const { c: over } = await clusterIn({ rows: 12, fields: { max: 10 } }, small, small);
    expect([limitOf(over), isPastLimit(over)]).toEqual([null, true]);
  });

  //   Store ─┬─rows──▶ Array of 12, 8 of them suspects
  //          └─max──▶ 12, or 11
  test('is for all entries of a collection, suspects or not', async () => {
    const { c, containers } = await clusterIn({ rows: 12, fields: { max: 12 } });
    const some = (each: ClusterCase) =>
      ({
        ...each,
        containers: containers.map(({ container, targets }) => ({ container, targets: targets.slice(4) })),
      }) as unknown as ClusterCase;
    expect(limitOf(some(c))).toMatchObject({ value: 12 });
    const { c: over } = await clusterIn({ rows: 12, fields: { max: 11 } });
    expect([limitOf(some(over)), isPastLimit(some(over))]).toEqual([null, true]);
  });

  // 12 entries have room for 12 + 6 + 16 slots.
  test('is not the room that the store has grown to', async () => {
    const { c } = await clusterIn({ rows: 12, fields: { capacity: 34 } });
    expect(limitOf(c)).toBeNull();
    const { c: other } = await clusterIn({ rows: 12, fields: { capacity: 35 } });
    expect(limitOf(other)).toMatchObject({ value: 35 });
  });
});

describe('the limit of a place', () => {
  /** A place of all the arrays. */
  async function placeIn(...shelves: readonly Shelf[]) {
    const { c, containers } = await clusterIn(...shelves);
    const owners = containers.map(({ container }) => container);
    return (own: PlaceDifference = {}) => placeCase({ context: c.context, place: { nodes: owners, owners }, ...own });
  }

  //   Store ─┬─rows──▶ Array of 12
  //          └─max──▶ 11
  test('is none for a text, which has no entries', async () => {
    const place = await placeIn({ rows: 12, fields: { max: 11 } });
    expect(isPastLimit(place())).toBe(true);
    expect(isPastLimit(place({ cause: 'text' }))).toBe(false);
  });

  //   Store ─┬─rows──▶ Array of 10, so many times      Store ─┬─rows──▶ Array of 8
  //          └─max──▶ 10                                      └─max──▶ 7
  test('is asked of its twelve fullest collections', async () => {
    const limitAfter = async (fuller: number) => {
      const fields = { max: 10 };
      const full = Array.from({ length: fuller }, () => ({ rows: 10, fields }));
      return limitOf((await placeIn(...full, { rows: 8, fields: { max: 7 } }))());
    };
    expect(await limitAfter(11)).toBeNull();
    expect(await limitAfter(12)).toMatchObject({ value: 10 });
  });
});
