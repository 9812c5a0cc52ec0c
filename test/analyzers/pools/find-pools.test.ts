import { describe, expect, it } from 'vitest';
import { HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';
import { measure, openConnection, poolsOf } from './audit/audit-support.js';

describe('pools and their books', () => {
  //   Pool ─clients─▶ [ Client 1 … 3 ]     Pool ─idle─▶ [ IdleItem ─client─▶ Client 1 ]
  it('counts a connection once, though one book lists it in a wrapper', async () => {
    const heap = new HeapBuilder();
    const clients = [1, 2, 3].map(() => openConnection(heap, 'Client'));
    const idle = heap.array([heap.object('IdleItem').property('client', clients[0])]);
    heap.global.property('pool', heap.object('Pool').property('clients', heap.array(clients)).property('idle', idle));
    const [pool] = await poolsOf(heap);
    expect(pool.states).toEqual({ idle: 1, leased: 2, live: 0, dead: 0, unknown: 0 });
    expect(pool.resourceClass).toBe('Client');
  });

  //   ConnPool ─clean─▶ ConnStack ─top─▶ Pooled ─next─▶ Pooled ─next─▶ null
  it('walks an intrusive stack of idle entries', async () => {
    const heap = new HeapBuilder();
    const bottom = heap.object('Pooled').property('next', null);
    const top = heap.object('Pooled').property('next', bottom);
    const stack = heap.object('ConnStack').property('top', top);
    heap.global.property('pool', heap.object('ConnPool').property('clean', stack));
    const [pool] = await poolsOf(heap);
    expect(pool.ledgers).toEqual([{ field: 'clean', container: 'linked-list', role: 'idle', sizes: [2] }]);
    expect(pool.states.idle).toBe(2);
  });

  //   Pool ─free─▶ LinkedList ─head─▶ Node ─data─▶ Resource
  //                                    └─next─▶ Node ─data─▶ Resource
  it('looks through the nodes of a list to what they carry', async () => {
    const heap = new HeapBuilder();
    let head: HeapNode | null = null;
    for (let index = 0; index < 4; index += 1)
      head = heap.object('Node').property('next', head).property('data', heap.object('PooledResource'));
    heap.global.property(
      'pool',
      heap.object('Pool').property('free', heap.object('LinkedList').property('head', head)),
    );
    const [pool] = await poolsOf(heap);
    expect(pool).toMatchObject({ resourceClass: 'PooledResource', states: { idle: 4 } });
    expect(pool.ledgers[0]).toMatchObject({ field: 'free', container: 'linked-list', role: 'idle', sizes: [4] });
  });

  //   Pool ─free─▶ LinkedList ─head─▶ Node ─next─▶ … × 50,000
  it('follows a list of 50,000 links', async () => {
    const heap = new HeapBuilder();
    let head: HeapNode | null = null;
    for (let index = 0; index < 50_000; index += 1) head = heap.object('Pooled').property('next', head);
    heap.global.property('pool', heap.object('Pool').property('idle', head));
    const [pool] = await poolsOf(heap);
    expect(pool.states.idle).toBe(50_000);
  });

  //   Agent ─sockets─▶ Object ─host:80─▶ [ Socket, Socket ]    (one list a host)
  it('knows the size of nested books in every snapshot', async () => {
    const heap = new HeapBuilder();
    const perHost = heap.object();
    heap.global.property('agent', heap.object('Agent').property('sockets', perHost));
    const list = heap.array([heap.object('Socket')]);
    perHost.property('host:80:', list);
    const first = await measure(heap);
    list.push(heap.object('Socket'), heap.object('Socket'));
    perHost.property('other:80:', heap.array([heap.object('Socket')]));
    const [pool] = await poolsOf(heap, [new Map(), first]);
    expect(pool.ledgers).toEqual([{ field: 'sockets', container: 'object', role: 'all', sizes: [null, 1, 4] }]);
  });

  //   Broker ─free─▶ [ Connection ]   Broker ─used─▶ { id → Connection }     no name says "pool"
  it('finds a pool by its books when its class says nothing', async () => {
    const heap = new HeapBuilder();
    const used = heap.map([['a', openConnection(heap)]]);
    heap.global.property(
      'x',
      heap
        .object('t')
        .property('free', heap.array([openConnection(heap)]))
        .property('used', used),
    );
    const [pool] = await poolsOf(heap);
    expect(pool).toMatchObject({ class: 't', states: { idle: 1, leased: 1 }, expression: 'globalThis.x' });
  });

  //   release() ──context──▶ scope ─idleConnections─▶ [ Connection ]
  //                            └──activeConnections─▶ { 7: Connection }
  it('finds books that are variables of a function', async () => {
    const heap = new HeapBuilder();
    const scope = heap.context({
      idleConnections: heap.array([openConnection(heap)]),
      activeConnections: heap.object().property('7', openConnection(heap)),
    });
    heap.global.property('release', heap.closure('release', { context: scope }));
    const [pool] = await poolsOf(heap);
    expect(pool).toMatchObject({ class: 'scope of release()', states: { idle: 1, leased: 1 } });
  });

  //   StatefulPool ─active─▶ Numbered ─entries─▶ { 7 → StatefulConnection }
  it('finds a book that a helper keeps for the pool', async () => {
    const heap = new HeapBuilder();
    const entries = heap.map([['a', openConnection(heap, 'StatefulConnection')]]);
    heap.global.property(
      'pool',
      heap.object('StatefulPool').property('active', heap.object('Numbered').property('entries', entries)),
    );
    const [pool] = await poolsOf(heap);
    expect(pool.ledgers).toEqual([{ field: 'active.entries', container: 'map', role: 'leased', sizes: [1] }]);
    expect(pool.states.leased).toBe(1);
  });

  //   Store ─items─▶ [ Connection ]   Store ─last─▶ Connection
  it('takes a mere collection of connections for no pool', async () => {
    const heap = new HeapBuilder();
    heap.global.property(
      'store',
      heap
        .object('Store')
        .property('entries', heap.array([openConnection(heap)]))
        .property('last', openConnection(heap)),
    );
    expect(await poolsOf(heap)).toEqual([]);
  });
});
