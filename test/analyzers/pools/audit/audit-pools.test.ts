import { describe, expect, it } from 'vitest';
import { HeapBuilder, type HeapNode } from '../../../support/heap-dsl.js';
import { auditOf, measure, openConnection, poolsOf } from './audit-support.js';

/** A pool with a book of what is idle and one of what is out. */
function poolWith(heap: HeapBuilder, idle: readonly HeapNode[], used: readonly HeapNode[]): HeapNode {
  const pool = heap.object('Pool').property('idle', heap.array(idle)).property('used', heap.array(used));
  heap.global.property('pool', pool);
  return pool;
}

/** Somebody who uses a connection: `globalThis.task<n> ─conn─▶ Connection`. */
function borrow(heap: HeapBuilder, connection: HeapNode): HeapNode {
  heap.global.property(`task${connection.id}`, heap.object('Task').property('conn', connection));
  return connection;
}

describe('ledger audit', () => {
  //   Pool ─idle─▶ [ a ]   Pool ─used─▶ [ b ]   Task ─conn─▶ b
  it('has nothing to say of books that add up', async () => {
    const heap = new HeapBuilder();
    poolWith(heap, [openConnection(heap)], [borrow(heap, openConnection(heap))]);
    expect(await auditOf(heap, [await measure(heap)])).toEqual({});
  });

  //   Pool ─idle─▶ [ a, b ]   Pool ─used─▶ [ b, c ]
  it('sees a connection that is idle and leased at once', async () => {
    const heap = new HeapBuilder();
    const both = openConnection(heap);
    poolWith(heap, [openConnection(heap), both], [both, borrow(heap, openConnection(heap))]);
    expect(await auditOf(heap)).toEqual({ 'in-two-books': 1 });
  });

  //   Pool ─idle─▶ [ a, a ]     released twice
  it('sees a connection that was released twice', async () => {
    const heap = new HeapBuilder();
    const twice = openConnection(heap);
    poolWith(heap, [twice, twice, openConnection(heap)], []);
    expect(await auditOf(heap)).toEqual({ 'booked-twice': 1 });
  });

  //   Pool ─idle─▶ [ a (closed: true) ]
  it('sees what is closed but still booked, and names the field', async () => {
    const heap = new HeapBuilder();
    poolWith(heap, [heap.object('Connection').property('closed', true), openConnection(heap)], []);
    const [pool] = await poolsOf(heap);
    expect(pool.audit).toEqual([
      {
        code: 'closed-but-booked',
        count: 1,
        severity: 'warning',
        text: '1 Connection is closed (Connection.closed) but still booked.',
      },
    ]);
  });

  //   a (ending: true) ─stream─▶ Socket ─_handle─▶ TCP
  it('believes an open handle rather than a flag', async () => {
    const heap = new HeapBuilder();
    poolWith(heap, [openConnection(heap).property('ending', true)], []);
    expect(await auditOf(heap)).toEqual({});
  });

  //   globalThis ─lost─▶ b ─pool─▶ Pool ─idle─▶ [ a ],  Pool ─used─▶ [ ]
  it('sees an open connection of the pool that is in none of its books', async () => {
    const heap = new HeapBuilder();
    const pool = poolWith(heap, [openConnection(heap)], []);
    heap.global.property('lost', openConnection(heap).property('pool', pool));
    expect(await auditOf(heap)).toEqual({ 'in-no-book': 1 });
  });

  //   as above, but the pool books only what is idle: the others are out, and it forgets them on purpose
  it('says nothing of what is out when a pool does not book it', async () => {
    const heap = new HeapBuilder();
    const pool = heap.object('Pool').property('idle', heap.array([openConnection(heap)]));
    heap.global.property('pool', pool);
    heap.global.property('out', openConnection(heap).property('pool', pool));
    expect(await auditOf(heap)).toEqual({});
  });

  //   Pool ─used─▶ [ b ]      nothing else but b's own socket refers to b
  it('sees a lease that nobody is left to return', async () => {
    const heap = new HeapBuilder();
    poolWith(heap, [openConnection(heap)], [openConnection(heap), borrow(heap, openConnection(heap))]);
    expect(await auditOf(heap, [await measure(heap)])).toEqual({ 'leased-without-holder': 1 });
    // A single snapshot cannot tell it from a lease whose answer is on its way.
    expect(await auditOf(heap)).toEqual({});
  });

  //   b ─activeQuery─▶ Query
  it('takes a connection that works on something for used', async () => {
    const heap = new HeapBuilder();
    poolWith(heap, [], [openConnection(heap).property('activeQuery', heap.object('Query'))]);
    expect(await auditOf(heap, [await measure(heap)])).toEqual({});
  });

  //   Timeout ─_onTimeout─▶ later() ──▶ variable conn ──▶ b
  it('takes a timer for a holder', async () => {
    const heap = new HeapBuilder();
    const used = openConnection(heap);
    poolWith(heap, [], [used]);
    heap.timeout(heap.closure('later', { context: { conn: used } }), 1000);
    expect(await auditOf(heap, [await measure(heap)])).toEqual({});
  });

  //   Pool.numUsed = 3, Pool ─used─▶ [ a ]       one snapshot before: 2 and [ a, b ]
  it('compares a counter with its book once they have agreed', async () => {
    const heap = new HeapBuilder();
    const connections = [1, 2].map(() => borrow(heap, openConnection(heap)));
    const pool = poolWith(heap, [], connections).property('numUsed', 2).property('created', 2);
    const before = await measure(heap);
    pool.property('numUsed', 3).property('created', 3);
    expect(await auditOf(heap, [before])).toEqual({ 'counter-mismatch': 1 });
    expect(await auditOf(heap)).toEqual({});
  });

  //   Pool ─options─▶ { max: 2, maxUses: 1 },  Pool ─used─▶ [ a, b, c ]
  it('sees more resources than the pool allows', async () => {
    const heap = new HeapBuilder();
    const used = [1, 2, 3].map(() => borrow(heap, openConnection(heap)));
    poolWith(heap, [], used).property('options', heap.object().property('maxUses', 1).property('max', 2));
    expect(await auditOf(heap)).toEqual({ 'maximum-exceeded': 1 });
  });

  it.each([
    [1.5, { 'maximum-exceeded': 2 }],
    [Number.POSITIVE_INFINITY, {}],
    [Number.NaN, {}],
    [-3, {}],
  ])('takes whatever number a limit is: %d', async (max, audit) => {
    const heap = new HeapBuilder();
    const used = [1, 2, 3].map(() => borrow(heap, openConnection(heap)));
    poolWith(heap, [], used).property('options', heap.object().property('max', max));
    expect(await auditOf(heap)).toEqual(audit);
  });

  it('takes whatever number a counter is', async () => {
    const heap = new HeapBuilder();
    const pool = poolWith(
      heap,
      [],
      [1, 2].map(() => borrow(heap, openConnection(heap))),
    ).property('numUsed', 2);
    const before = await measure(heap);
    pool.property('numUsed', 1e300);
    expect(await auditOf(heap, [before])).toEqual({ 'counter-mismatch': Number.MAX_SAFE_INTEGER });
  });

  //   Pool ─waiters─▶ [ { timer: Timeout (fired), resolve() } ]
  it('sees a waiter whose timer has fired', async () => {
    const heap = new HeapBuilder();
    const pool = poolWith(heap, [], [borrow(heap, openConnection(heap))]);
    const timer = heap.timeout(heap.closure('onTimeout'), 500);
    const waiter = heap.object('PendingAcquire').property('timer', timer).property('resolve', heap.closure('resolve'));
    pool.property('waiters', heap.array([waiter]));
    expect(await auditOf(heap)).toEqual({});
    heap.clearTimeout(timer);
    expect(await auditOf(heap)).toEqual({ 'waiter-given-up': 1 });
  });

  //   Pool ─waiters─▶ [ { since: 17 } ]
  it('sees a waiter that nobody can settle', async () => {
    const heap = new HeapBuilder();
    const pool = poolWith(heap, [], [borrow(heap, openConnection(heap))]);
    pool.property('waiters', heap.array([heap.object('PendingAcquire').property('since', 17)]));
    expect(await auditOf(heap)).toEqual({ 'waiter-without-callback': 1 });
  });

  //   Pool (closed: true) ─waiters─▶ [ w ]
  it('sees waiters at a pool that is closed', async () => {
    const heap = new HeapBuilder();
    const pool = poolWith(heap, [], [borrow(heap, openConnection(heap))]).property('closed', true);
    pool.property('waiters', heap.array([heap.object('PendingAcquire').property('resolve', heap.closure('resolve'))]));
    expect(await auditOf(heap)).toEqual({ 'waiters-of-closed-pool': 1 });
  });

  //   Pool ─waiters─▶ [ w ]   Pool ─idle─▶ [ a ]
  it('notes waiters beside idle connections', async () => {
    const heap = new HeapBuilder();
    const pool = poolWith(heap, [openConnection(heap)], []);
    pool.property('waiters', heap.array([heap.object('PendingAcquire').property('resolve', heap.closure('resolve'))]));
    const [{ audit }] = await poolsOf(heap);
    expect(audit).toEqual([
      {
        code: 'waiters-beside-idle',
        count: 1,
        severity: 'note',
        text: '1 waiter is queued while 1 resource is idle.',
      },
    ]);
  });

  //   Pool ─clients─▶ [ a ]   Pool ─idle─▶ [ a, b ]      b is in no list of everything
  it('sees two books that disagree', async () => {
    const heap = new HeapBuilder();
    const [listed, astray] = [openConnection(heap), openConnection(heap)];
    const pool = heap.object('Pool').property('clients', heap.array([listed, openConnection(heap)]));
    heap.global.property('pool', pool.property('idle', heap.array([listed, astray])));
    expect(await auditOf(heap)).toEqual({ 'ledgers-disagree': 1 });
  });

  //   TCP ─owner─▶ Socket ─onclose─▶ scope ─self─▶ Connection ─pool─▶ Pool ─idle─▶ [ Connection ]
  it('sees a pool that only its own sockets keep', async () => {
    const heap = new HeapBuilder();
    const idle = openConnection(heap);
    const pool = heap
      .object('Pool')
      .property('idle', heap.array([idle]))
      .property('pending', heap.array([]));
    idle.property('pool', pool);
    expect(await auditOf(heap)).toEqual({ 'pool-unreferenced': 1 });
    heap.global.property('pool', pool);
    expect(await auditOf(heap)).toEqual({});
  });

  //   Pool ─used─▶ [ b ]      b was not out when the snapshot before was taken
  it('does not ask who holds what went out since the last snapshot', async () => {
    const heap = new HeapBuilder();
    const pool = poolWith(heap, [openConnection(heap)], []);
    const before = await measure(heap);
    pool.property('used', heap.array([openConnection(heap)]));
    expect(await auditOf(heap, [before])).toEqual({});
    expect(await auditOf(heap, [await measure(heap)])).toEqual({ 'leased-without-holder': 1 });
  });
});
