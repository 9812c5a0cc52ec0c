import { describe, expect, test } from 'vitest';
import { findClusters } from '../../../src/analyzers/cut/clusters.js';
import { SuspectRegion } from '../../../src/analyzers/cut/region.js';
import { viewHeap } from '../../../src/analyzers/objects/heap-view.js';
import { BitSet } from '../../../src/graph/bit-set.js';
import { graphOf } from '../../graph/graph-of.js';
import { HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';

/** What is drawn below, but for what a test says. */
interface Traits {
  /** Entries of each list. */
  readonly entries?: number;
  readonly tags?: number;
  /** The tags that an entry of a list leads to, by number; its own one when not given. */
  readonly tagsOf?: (index: number) => readonly number[];
  readonly tagSize?: number;
  readonly orderSize?: number;
  readonly billSize?: number;
  /** Bills that are functions. */
  readonly areFunctions?: boolean;
  readonly describe?: (bill: HeapNode, index: number, heap: HeapBuilder, suspects: HeapNode[]) => void;
  /** Whether what both lead to is what is looked for. */
  readonly areTagsSuspects?: boolean;
}

/**
 * The places that are told apart, each with the number of suspects.
 *
 * ```
 *   Desk ──orders──▶ Array ──▶ Order ──tag──▶ Tag ◀──tag── Bill ◀── Array ◀──bills── Shelf      × 10
 * ```
 */
function placesOf({
  entries = 10,
  tags = entries,
  tagsOf = (index) => (index < tags ? [index] : []),
  tagSize = 500,
  orderSize = 40,
  billSize = 40,
  areFunctions = false,
  describe: tell,
  areTagsSuspects = true,
}: Traits = {}): Promise<string[]> {
  const heap = new HeapBuilder();
  const suspects: HeapNode[] = [];
  const shared = Array.from({ length: tags }, () => heap.object('Tag', { size: tagSize }));
  if (areTagsSuspects) suspects.push(...shared);
  const list = (owner: string, field: string, make: (index: number) => HeapNode) => {
    const items = Array.from({ length: entries }, (_, index) => {
      const item = make(index);
      suspects.push(item);
      for (const tag of tagsOf(index)) item.property(`tag${tag}`, shared[tag]);
      return item;
    });
    heap.global.property(owner, heap.object(owner).property(field, heap.array(items)));
    return items;
  };
  list('Desk', 'orders', () => heap.object('Order', { size: orderSize }));
  const bills = list('Shelf', 'bills', () =>
    areFunctions ? heap.closure('bill', { size: billSize }) : heap.object('Bill', { size: billSize }),
  );
  for (const [index, bill] of bills.entries()) tell?.(bill, index, heap, suspects);
  return clustersOf(heap, suspects);
}

async function clustersOf(heap: HeapBuilder, suspects: readonly HeapNode[]): Promise<string[]> {
  const { graph, at } = await graphOf(heap);
  const bits = new BitSet(graph.nodeCount);
  for (const suspect of suspects) bits.add(at(suspect));
  return findClusters(new SuspectRegion(viewHeap(graph, []), bits)).map(
    ({ suspects: own, holders }) => `${own.length} in ${holders.map(({ label }) => label.text).join(' + ')}`,
  );
}

describe('two places whose entries lead to the same objects', () => {
  const TOGETHER = ['30 in Desk.orders[] + Shelf.bills[]'];
  const apart = (first: number, second: number) => [
    expect.stringMatching(`^${first} in Desk.orders`),
    expect.stringMatching(`^${second} in Shelf.bills`),
  ];

  test('are one', async () => {
    expect(await placesOf()).toEqual(TOGETHER);
  });

  test('are one where half of the entries lead there, not where fewer do', async () => {
    expect(await placesOf({ tags: 5 })).toEqual(['25 in Desk.orders[] + Shelf.bills[]']);
    expect(await placesOf({ tags: 4 })).toEqual(apart(14, 10));
  });

  test('are two where entries that lead to several are too few', async () => {
    const twoEach = (index: number) => (index < 4 ? [2 * index, 2 * index + 1] : []);
    expect(await placesOf({ tags: 8, tagsOf: twoEach })).toEqual(apart(18, 10));
  });

  //   Bill ──line──▶ Line, suspected as well
  test('are one whatever else half of the entries have', async () => {
    const line = (bill: HeapNode, _: number, heap: HeapBuilder, suspects: HeapNode[]) => {
      const own = heap.object('Line');
      bill.property('line', own);
      suspects.push(own);
    };
    expect(await placesOf({ tags: 5, describe: line })).toEqual(['35 in Desk.orders[] + Shelf.bills[]']);
  });

  //   Bill ──note──▶ Note ◀──note── Bill, which is no suspect
  test('are one whatever the other half of the entries share among themselves', async () => {
    let note: HeapNode;
    const share = (bill: HeapNode, index: number, heap: HeapBuilder) => {
      if (index % 2 === 0) note = heap.object('Note');
      bill.property('note', note);
    };
    expect(await placesOf({ tags: 5, describe: share })).toEqual(['25 in Desk.orders[] + Shelf.bills[]']);
  });

  test('are one where eight entries share an object, two where nine do', async () => {
    const sharedBy = (count: number) => (index: number) => [Math.floor(index / count)];
    expect(await placesOf({ entries: 16, tags: 2, tagsOf: sharedBy(8) })).toEqual([
      '34 in Desk.orders[] + Shelf.bills[]',
    ]);
    expect(await placesOf({ entries: 18, tags: 2, tagsOf: sharedBy(9) })).toEqual(apart(20, 18));
  });

  test('are one where the entries weigh as much as the other list with what is shared, two where they weigh more', async () => {
    expect(await placesOf({ orderSize: 400, tagSize: 80, billSize: 480 })).toEqual(TOGETHER);
    expect(await placesOf({ orderSize: 400, tagSize: 80, billSize: 488 })).toEqual(apart(20, 10));
  });

  test('are one where the entries are functions, whatever these weigh', async () => {
    expect(await placesOf({ orderSize: 400, tagSize: 80, billSize: 9000, areFunctions: true })).toEqual(TOGETHER);
  });

  test('are two where what they share is no suspect', async () => {
    expect(await placesOf({ areTagsSuspects: false })).toEqual(apart(10, 10));
  });
});

//   Desk ──▶ Order ──▶ Tag ◀── Bill ◀── Shelf,  Shelf ──▶ Bill ──▶ Mark ◀── Claim ◀── Tray
test('places that share objects with one another by turns are one', async () => {
  const heap = new HeapBuilder();
  const suspects: HeapNode[] = [];
  const made = (className: string, size: number) =>
    Array.from({ length: 10 }, () => {
      const node = heap.object(className, { size });
      suspects.push(node);
      return node;
    });
  const [orders, bills, claims] = ['Order', 'Bill', 'Claim'].map((name) => made(name, 40));
  for (const [index, tag] of made('Tag', 500).entries())
    for (const list of [orders, bills]) list[index].property('tag', tag);
  for (const [index, mark] of made('Mark', 400).entries())
    for (const list of [bills, claims]) list[index].property('mark', mark);
  for (const [owner, list] of Object.entries({ Desk: orders, Shelf: bills, Tray: claims }))
    heap.global.property(owner, heap.object(owner).property('rows', heap.array(list)));
  expect(await clustersOf(heap, suspects)).toEqual(['50 in Desk.rows[] + Shelf.rows[] + Tray.rows[]']);
});
