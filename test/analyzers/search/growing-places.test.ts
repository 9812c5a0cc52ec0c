import { describe, expect, it } from 'vitest';
import { findingSchema } from '../../../src/findings/report-schema.js';
import type { HeapArray, HeapNode } from '../../support/heap-dsl.js';
import { arrayIn, concat, Dictionary, growthOf, holder, repeat } from './growing-places-support.js';

describe('growth without objects: what is found', () => {
  //   Checkouts ──order──▶ Array ──[0]──▶ Client 1 ◀──[5]── (the same Array)
  //                          ├────[1]──▶ Client 2 …
  it('proves a leak when an array gets the same five objects again and again', async () => {
    let order: HeapArray;
    let clients: HeapNode[];
    const findings = await growthOf((heap, round) => {
      if (round === 0) {
        order = heap.array();
        clients = [1, 2, 3, 4, 5].map(() => heap.object('Client'));
        holder(heap, 'Checkouts', 'order', order);
        holder(heap, 'Pool', 'clients', heap.array(clients));
      }
      repeat(100, (index) => order.push(clients[index % 5]));
    });
    expect(findings).toHaveLength(1);
    const [finding] = findings;
    expect(findingSchema.safeParse(finding).error).toBeUndefined();
    expect(finding).toMatchObject({
      kind: 'unbounded-collection',
      verdict: 'leak',
      countPerSnapshot: [100, 200, 300, 400],
      suspects: 300,
      dead: 0,
      living: 5,
      brokenEdge: { label: 'Checkouts.order[]', frees: 300, of: 300, livingLost: 0 },
      growth: { perRound: 100, exactMultiple: 100, survivorsPerRound: [100, 100, 100] },
      classes: [{ name: 'Checkouts', counts: [1, 1, 1, 1] }],
      reservation: { tracesBack: true, via: ['Client'] },
      path: { expression: 'globalThis.checkouts.order' },
    });
    expect(finding.evidence.for.map(({ code }) => code)).toEqual(['steady-growth', 'same-targets']);
    expect(finding.brokenEdge?.freedBytes).toBeGreaterThanOrEqual(300 * 8);
    expect(finding.headline).toContain('all for the same 5 Client');
  });

  //   Bus ──_events──▶ Object ──message──▶ Array ──[k]──▶ onMessage()   k = 0 … n, one function
  it('calls repeated listeners by their name', async () => {
    let list: HeapArray;
    let listener: HeapNode;
    const [finding] = await growthOf((heap, round) => {
      if (round === 0) {
        list = heap.array();
        listener = heap.closure('onMessage');
        holder(heap, 'Bus', '_events', heap.object().property('message', list));
      }
      repeat(20, () => list.push(listener));
    });
    expect(finding).toMatchObject({
      kind: 'listener-pileup',
      verdict: 'leak',
      brokenEdge: { label: 'Bus._events.message[]' },
    });
  });

  //   Hub ──seen──▶ Array ──[k]──▶ true     one node for all of them
  it('finds an array of true', async () => {
    let seen: HeapArray;
    const [finding] = await growthOf((heap, round) => {
      if (round === 0) seen = arrayIn(heap, 'Hub', 'seen');
      repeat(30, () => seen.push(true));
    });
    expect(finding).toMatchObject({ verdict: 'leak', brokenEdge: { label: 'Hub.seen[]' }, suspects: 90 });
  });

  //   Connection ──statements──▶ Object ─properties─▶ [ key "s1" value "select" · key "s2" … ]
  it('finds a dictionary of strings, summed over all that lie at one place', async () => {
    let tables: Dictionary[];
    const findings = await growthOf((heap, round) => {
      if (round === 0) {
        tables = [new Dictionary(heap), new Dictionary(heap)];
        const list = tables.map((table) => heap.object('Connection').property('statements', table.node));
        holder(heap, 'Pool', 'all', heap.array(list));
      }
      for (const [index, table] of tables.entries())
        repeat(10, (at) => table.set(`statement-${index}-${round}-${at}`, 'select 1'));
    });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      verdict: 'leak',
      countPerSnapshot: [20, 40, 60, 80],
      brokenEdge: { label: 'Connection.statements{}' },
      reservation: { tracesBack: true },
    });
  });

  //   Names (extends Map) ──table──▶ [ key "n1" true · key "n2" true … ]   only keys are shown
  it('finds a subclassed Map from strings to true', async () => {
    let names: HeapNode;
    let table: HeapNode;
    let slot = 5;
    const [finding] = await growthOf((heap, round) => {
      if (round === 0) {
        table = heap.allocate('array', '', { size: 400 });
        names = heap.object('Names').internal('table', table);
        holder(heap, 'Service', 'names', names);
      }
      repeat(15, (index) => {
        table.internal(String(slot), heap.string(`name ${round} ${index}`));
        slot += 3;
      });
      table.size += 15 * 28;
    });
    expect(finding).toMatchObject({ verdict: 'leak', countPerSnapshot: [15, 30, 45, 60] });
    expect(finding.brokenEdge?.label).toMatch(/\{\}$/);
  });

  //   Hub ──ids──▶ Set ──table──▶ [ integers: no edge at all ]   the table doubles: 128, 128·2, 128·4 …
  it('suspects a set of integers by the room that it takes', async () => {
    let table: HeapNode | undefined;
    const [finding] = await growthOf((heap, round) => {
      if (round === 0) {
        const ids = heap.set();
        table = ids.edges.find(({ name }) => name === 'table')?.to;
        holder(heap, 'Hub', 'ids', ids);
      }
      if (table !== undefined) table.size = [296, 1064, 2088, 4136][round];
    });
    expect(finding).toMatchObject({
      verdict: 'suspect',
      brokenEdge: { label: 'Hub.ids{}', freedBytes: 4136 - 296 },
      growth: { perRound: null },
    });
    expect(finding.growth.bytesPerRound).toBeGreaterThan(1000);
    expect(finding.evidence.against.map(({ code }) => code)).toContain('invisible-entries');
  });

  //   Sparse ──byThread──▶ Array ─elements─▶ (dictionary of numbers)    Array ──[100000·k]──▶ true
  it('finds a sparse array', async () => {
    let sparse: HeapNode;
    let store: HeapNode;
    const [finding] = await growthOf((heap, round) => {
      if (round === 0) {
        store = heap.allocate('array', '(object elements)', { size: 64 });
        sparse = heap.object('Array', { size: 32 }).internal('elements', store);
        holder(heap, 'Threads', 'byThread', sparse);
      }
      const yes = heap.nodeOf(true);
      repeat(12, (index) => {
        if (yes !== null) sparse.element(100_000 * (round * 12 + index + 1), yes);
      });
      store.size += 12 * 24;
    });
    expect(finding).toMatchObject({ verdict: 'leak', brokenEdge: { label: 'Threads.byThread[]' }, suspects: 36 });
  });

  //   round 1: Router ──routes──▶ Array @201      round 2: Router ──routes──▶ Array @305 (a longer copy)
  it('follows an array that is replaced by a longer copy', async () => {
    let router: HeapNode;
    let route: HeapNode;
    const [finding] = await growthOf((heap, round) => {
      if (round === 0) {
        route = heap.object('Route');
        router = holder(heap, 'Router', 'first', route);
      }
      router.property('routes', heap.array(new Array(25 * (round + 1)).fill(route)));
    });
    expect(finding).toMatchObject({
      verdict: 'leak',
      countPerSnapshot: [25, 50, 75, 100],
      brokenEdge: { label: 'Router.routes[]' },
    });
  });

  //   PoolConnection ──text──▶ (rope) ─first─▶ (rope) ─first─▶ "…"     a new rope with each append
  it('finds a string that gets longer, whether flat or a rope', async () => {
    let connection: HeapNode;
    let text: HeapNode;
    const findings = await growthOf((heap, round) => {
      if (round === 0) {
        text = heap.allocate('string', 'start', { size: 16 + 2000 });
        connection = holder(heap, 'PoolConnection', 'text', text);
      }
      repeat(10, () => {
        text = concat(heap, text, heap.allocate('string', 'more', { size: 16 + 200 }));
      });
      // V8 flattens a rope when somebody reads it: same content, one node.
      if (round === 2) text = heap.allocate('string', 'all of it', { size: 16 + 2000 * 4 });
      connection.property('text', text);
    });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      verdict: 'leak',
      countPerSnapshot: [1, 1, 1, 1],
      suspects: 1,
      brokenEdge: { label: 'PoolConnection.text', frees: 1 },
      growth: { bytesPerRound: 2000, fit: 1 },
      reservation: { tracesBack: true },
    });
  });

  //   context ──log──▶ (rope)
  it('follows a string in a variable', async () => {
    let scope: HeapNode;
    let size = 2000;
    const [finding] = await growthOf((heap, round) => {
      if (round === 0) {
        scope = heap.context({});
        heap.global.property('write', heap.closure('write', { context: scope }));
      }
      size += 1000;
      scope.variable('log', heap.allocate('string', 'text', { size }));
    });
    expect(finding).toMatchObject({ verdict: 'leak', brokenEdge: { label: 'write → log' } });
  });
});
