import { describe, expect, test } from 'vitest';
import type { HeapArray, HeapBuilder, HeapNode, Value } from '../../support/heap-dsl.js';
import { type Listing, listing } from '../verdict/picture-support.js';
import { findingsOf, owned, repeat, type Work } from '../verdict/verdict-support.js';

const EACH = [20, 20, 20, 20];

/** The names by which the first finding traces back to the books of a pool. */
async function via(work: Work): Promise<readonly string[]> {
  const [{ reservation }] = await findingsOf(work);
  expect(reservation.tracesBack).toBe(reservation.via.length > 0);
  return reservation.via;
}

//   Hub ──rows──▶ Array ──▶ Row × 20 a round
describe('objects trace back to the books of a pool', () => {
  const named = (traits: Listing = {}) => via(listing(EACH, traits));

  test('where the place is named so', async () => {
    expect(await named()).toEqual([]);
    expect(await named({ field: 'borrowed' })).toEqual(['Hub.borrowed[]']);
    expect(await named({ owner: 'LeaseDesk' })).toEqual(['LeaseDesk.rows[]']);
  });

  test('where the place is named for connections, unless for looking after them', async () => {
    expect(await named({ field: 'dbClients' })).toEqual(['Hub.dbClients[]']);
    expect(await named({ field: 'checkClients' })).toEqual([]);
  });

  test('where they are leases, or what is pooled and named so', async () => {
    expect(await named({ className: 'Reservation' })).toEqual(['Reservation']);
    expect(await named({ className: 'PooledConnection' })).toEqual(['PooledConnection']);
    expect(await named({ className: 'Connection' })).toEqual([]);
  });

  test('not where a name alone says so', async () => {
    expect(await named({ className: 'LockRow' })).toEqual([]);
  });

  //   Hub ──rows──▶ Row, and Till ──borrowed──▶ the same Row
  test('where another place that holds them is named so', async () => {
    let second: HeapArray;
    const both = listing(EACH, {
      prepare: (heap) => {
        second = heap.array();
        owned(heap, 'Till', 'borrowed', second);
      },
      describe: (row) => second.push(row),
    });
    expect(await via(both)).toEqual(['Till.borrowed[]']);
  });
});

/** Values in `owner.field`, 20 more in each round, made from what `prepare` makes before the first snapshot. */
function values(owner: string, field: string, valuesOf: (heap: HeapBuilder) => (index: number) => Value): Work {
  let list: HeapArray;
  let valueOf: (index: number) => Value;
  return (heap, round) => {
    if (round === 0) {
      list = heap.array();
      owned(heap, owner, field, list);
      valueOf = valuesOf(heap);
    }
    repeat(() => list.push(valueOf(list.items.length)));
  };
}

//   Hub ──names──▶ Array ──▶ string × 20 a round, or the same five objects again and again
describe('a place that grows without objects traces back to the books of a pool', () => {
  const texts = (heap: HeapBuilder) => (index: number) => heap.allocate('string', `name ${index}`);
  const five = (className: string) => (heap: HeapBuilder) => {
    const objects: HeapNode[] = Array.from({ length: 5 }, () => heap.object(className));
    heap.global.property('kept', heap.array(objects));
    return (index: number) => objects[index % 5];
  };

  test('where it is named so', async () => {
    expect(await via(values('Hub', 'names', texts))).toEqual([]);
    expect(await via(values('Hub', 'lockNames', texts))).toEqual(['Hub.lockNames[]']);
  });

  test('where a pool has it', async () => {
    expect(await via(values('Pool', 'names', texts))).toEqual(['Pool.names[]', 'Pool']);
  });

  test('where it lists connections or leases', async () => {
    expect(await via(values('Hub', 'rows', five('Row')))).toEqual([]);
    expect(await via(values('Hub', 'rows', five('Connection')))).toEqual(['Connection']);
    expect(await via(values('Hub', 'rows', five('Reservation')))).toEqual(['Reservation']);
    expect(await via(values('Hub', 'rows', five('UserSession')))).toEqual([]);
  });
});
