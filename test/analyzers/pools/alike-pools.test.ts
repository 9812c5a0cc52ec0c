import { describe, expect, it } from 'vitest';
import { HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';
import { measure, openConnection, poolsOf } from './audit/audit-support.js';

/** `agents ─▶ [ ReplyPool ─used─▶ [ c ], … ]` */
class Agents {
  readonly heap = new HeapBuilder();
  readonly list = this.heap.array([]);

  constructor() {
    this.heap.global.property('agents', this.list);
  }

  add(count: number, lent = 1): void {
    for (let index = 0; index < count; index += 1) this.list.push(this.agent(lent));
  }

  agent(lent: number): HeapNode {
    const used = this.heap.array(Array.from({ length: lent }, () => openConnection(this.heap)));
    return this.heap.object('ReplyPool').property('used', used);
  }
}

describe('many small pools of one class', () => {
  it('share a row with their sums in each snapshot', async () => {
    const agents = new Agents();
    agents.add(10);
    const first = await measure(agents.heap);
    agents.add(30);
    const pools = await poolsOf(agents.heap, [first]);
    expect(pools).toHaveLength(1);
    expect(pools[0]).toMatchObject({ class: 'ReplyPool', alike: [10, 40], states: { leased: 40 } });
    expect(pools[0].inventory?.map((row) => [row?.leased, row?.maximum])).toEqual([
      [10, null],
      [40, null],
    ]);
    expect(pools[0].ledgers).toEqual([{ field: 'used', container: 'array', role: 'leased', sizes: [10, 40] }]);
    // Every lease is either listed or counted.
    expect((pools[0].leases?.length ?? 0) + (pools[0].omittedLeases ?? 0)).toBe(40);
  });

  it('share it with those that are gone', async () => {
    const agents = new Agents();
    agents.add(8);
    const first = await measure(agents.heap);
    agents.list.items.splice(0);
    agents.add(3);
    const pools = await poolsOf(agents.heap, [first]);
    expect(pools.map(({ alike, lastSeen }) => ({ alike, lastSeen }))).toEqual([{ alike: [8, 3], lastSeen: undefined }]);
    agents.list.items.splice(0);
    const [gone] = await poolsOf(agents.heap, [first]);
    expect(gone).toMatchObject({ alike: [8, 0], lastSeen: 0, inventory: [{ leased: 8 }, null] });
  });

  it('have rows of their own while they are few, or where one of them is large', async () => {
    const agents = new Agents();
    agents.add(4);
    expect(await poolsOf(agents.heap)).toHaveLength(4);
    agents.add(1, 3);
    expect((await poolsOf(agents.heap)).map(({ alike }) => alike)).toEqual(Array.from({ length: 5 }, () => undefined));
    agents.add(1);
    expect((await poolsOf(agents.heap)).map(({ alike }) => alike)).toEqual([undefined, [5]]);
  });

  it('leave room for the pools behind them', async () => {
    const agents = new Agents();
    agents.add(100, 2);
    agents.heap.global.property(
      'db',
      agents.heap.object('DbPool').property('used', agents.heap.array([openConnection(agents.heap)])),
    );
    expect((await poolsOf(agents.heap)).map((pool) => pool.class)).toEqual(['ReplyPool', 'DbPool']);
  });
});
