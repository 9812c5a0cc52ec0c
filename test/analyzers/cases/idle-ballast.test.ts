import { describe, expect, it } from 'vitest';
import { SeriesAnalysis } from '../../../src/analyzers/search/series-analysis.js';
import { findingSchema } from '../../../src/findings/report-schema.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import type { Profile } from '../../../src/profiles/profile-schema.js';
import { HeapArray, HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';
import { openConnection } from '../pools/audit/audit-support.js';

const CONNECTIONS = 8;
const RECORDS = 400;
const RECORD_BYTES = 1_000;

/** What a query brought: 400 kB in records. */
const answer = (heap: HeapBuilder, records = RECORDS) =>
  heap.array(Array.from({ length: records }, () => heap.object('Object', { size: RECORD_BYTES })));

/** The same as objects of a class of its own, which knows its connection. */
const work = (heap: HeapBuilder, conn: HeapNode) =>
  heap.object('Qux').property('fred', answer(heap)).property('plugh', conn);

interface Setting {
  /** Of eight connections; what is not idle is lent, and the program has it. */
  readonly idle?: number;
  /** Connections, the idle ones first, that get something to keep; all when not given. */
  readonly keeping?: number;
  readonly profiles?: readonly Profile[];
}

/**
 *   globalThis.xyzzy ─▶ Foo ─all─▶ [ Conn × 8 ]
 *                        └───idle─▶ [ Conn … ]         keep(Conn): what it has besides its socket
 */
async function analyze(
  keep: (heap: HeapBuilder, conn: HeapNode, index: number) => unknown,
  { idle = CONNECTIONS, keeping = CONNECTIONS, profiles = [] }: Setting = {},
) {
  const heap = new HeapBuilder();
  const conns = Array.from({ length: CONNECTIONS }, () => openConnection(heap, 'Conn'));
  for (const [index, conn] of conns.slice(0, keeping).entries()) keep(heap, conn, index);
  const pool = heap.object('Foo').properties({ all: heap.array(conns), idle: heap.array(conns.slice(0, idle)) });
  heap.global.property('xyzzy', heap.object('Bar').property('pool', pool));
  heap.global.property('lent', heap.object('Bar').property('mine', heap.array(conns.slice(idle))));
  const { findings } = new SeriesAnalysis(profiles).finish(new HeapGraph(await heap.toColumns()));
  for (const finding of findings) findingSchema.parse(finding);
  return findings;
}

describe('what idle connections keep of finished work', () => {
  //   Conn ─quux─▶ Qux ─fred─▶ [ record × 400 ]
  it('is a suspect, with the field of the connection to clear', async () => {
    const [finding, ...others] = await analyze((heap, conn) => conn.property('quux', work(heap, conn)));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      kind: 'stale-link',
      verdict: 'suspect',
      suspects: 8,
      brokenEdge: { label: 'Conn.quux', frees: 8, of: 8, livingLost: 0 },
    });
    expect(finding?.freedBytes).toBeGreaterThan(CONNECTIONS * RECORDS * RECORD_BYTES);
    expect(finding?.headline).toBe(
      'Clear `Conn.quux` when a Conn becomes idle: 8 of 8 idle Conn keep 3.2 MB of finished work through it.',
    );
  });

  //   Conn ─_events─▶ { error: onError ─context─▶ { done } ─context─▶ { job ─▶ Qux ─fred─▶ [ … ] } }
  it('is found behind a listener that should have been taken off', async () => {
    const findings = await analyze((heap, conn) => {
      const done = heap.closure('done', { context: { job: work(heap, conn) } });
      const events = heap.object().property('error', heap.closure('onError', { context: { done } }));
      conn.property('_events', events.property('end', heap.closure('onEnd', { context: { conn } })));
    });
    expect(findings.map(({ verdict, brokenEdge }) => [verdict, brokenEdge?.label])).toEqual([
      ['suspect', 'Conn._events.error'],
    ]);
  });

  //   Conn ─stream─▶ Socket ─waldo─▶ [ … ]      the socket is the connection's, and a root of its own
  it('is found on the socket of a connection', async () => {
    const findings = await analyze((heap, conn) => conn.get('stream')?.property('waldo', answer(heap)));
    expect(findings.map(({ brokenEdge }) => brokenEdge?.label)).toEqual(['Socket.waldo']);
  });

  it('is found where it is one long string', async () => {
    const findings = await analyze((heap, conn) =>
      conn.property('quux', heap.object('Qux').property('body', heap.allocate('string', 'text', { size: 500_000 }))),
    );
    expect(findings.map(({ brokenEdge }) => brokenEdge?.label)).toEqual(['Conn.quux']);
  });

  it('is found beside a cache that was made large beforehand', async () => {
    const findings = await analyze((heap, conn) => {
      const list = heap.array();
      list.internal('elements', heap.allocate('array', '(object elements)', { size: 512_000 }));
      conn.property('statements', heap.object('Thud').property('list', list)).property('quux', work(heap, conn));
    });
    expect(findings.map(({ brokenEdge }) => brokenEdge?.label)).toEqual(['Conn.quux']);
  });

  //   globalThis.plugh ─▶ Foo ─idle─▶ [ the same Conn … ]
  it('is found once where two pools book the same connections', async () => {
    const findings = await analyze((heap, conn, index) => {
      conn.property('quux', work(heap, conn));
      const outer = heap.global.get('plugh') ?? heap.object('Foo');
      heap.global.property('plugh', outer);
      const lists = ['all', 'idle'].map((name) => outer.get(name) ?? heap.array());
      for (const list of lists) if (list instanceof HeapArray) list.push(conn);
      if (index === 0) outer.properties({ all: lists[0], idle: lists[1] });
    });
    expect(findings.map(({ headline }) => headline)).toEqual([
      'Clear `Conn.quux` when a Conn becomes idle: 8 of 8 idle Conn keep 3.2 MB of finished work through it.',
    ]);
  });

  it("speaks the library's language where a profile knows the pool", async () => {
    const profile: Profile = {
      name: 'acme',
      library: { package: 'acme', versions: '*', facts: [] },
      classes: { pool: { class: 'Foo', fields: ['all', 'idle'] } },
      connections: ['Conn'],
      pools: [
        {
          class: 'pool',
          ledgers: [
            { field: 'all', role: 'all' },
            { field: 'idle', role: 'idle' },
          ],
        },
      ],
      words: { resource: 'acme link' },
    };
    const setting = { profiles: [profile], idle: 6, keeping: 4 };
    const [finding] = await analyze((heap, conn) => conn.property('quux', work(heap, conn)), setting);
    expect(finding?.headline).toBe(
      'Clear `Conn.quux` when an acme link becomes idle: 4 of 6 idle acme links keep 1.6 MB of finished work through it.',
    );
  });
});

describe('what idle connections keep by right, or without harm', () => {
  const shared = new WeakMap<HeapBuilder, HeapNode>();
  const sharedOf = (heap: HeapBuilder, make: () => HeapNode) => {
    const known = shared.get(heap) ?? make();
    shared.set(heap, known);
    return known;
  };

  it.each<[string, (heap: HeapBuilder, conn: HeapNode, index: number) => unknown]>([
    ['nothing but their sockets', () => undefined],
    ['a small answer', (heap, conn) => conn.property('quux', answer(heap, 40))],
    [
      'what something else refers to as well',
      (heap, conn, index) => {
        const job = work(heap, conn);
        heap.global.property(`job${index}`, job);
        conn.property('quux', job);
      },
    ],
    [
      'what they share with each other',
      (heap, conn) =>
        conn.property(
          'quux',
          sharedOf(heap, () => answer(heap, 4_000)),
        ),
    ],
    [
      'a Map by keys',
      (heap, conn) =>
        conn.property(
          'quux',
          heap.map(Array.from({ length: 400 }, (_, key) => [`${key}`, heap.object('Qux', { size: 1_000 })])),
        ),
    ],
    [
      'a list with a Map beside it, which finds its members',
      (heap, conn) => {
        const list = answer(heap);
        const index = heap.map(list.items.slice(0, 40).map((item, key) => [`${key}`, item]));
        conn.property('quux', heap.object('Qux').property('list', list).property('index', index));
      },
    ],
    [
      'a list with a limit beside it',
      (heap, conn) => conn.property('quux', heap.object('Qux').property('list', answer(heap)).property('max', 500)),
    ],
    ['what is named a cache', (heap, conn) => conn.property('planCache', answer(heap))],
    [
      'what is of a class that is named a cache',
      (heap, conn) => conn.property('quux', heap.object('LruCache').property('list', answer(heap))),
    ],
    [
      'prepared statements',
      (heap, conn) => conn.property('_statements', heap.object('Qux').property('list', answer(heap))),
    ],
    [
      'a dictionary',
      (heap, conn) => {
        const table = heap.object();
        for (let key = 0; key < 400; key += 1) table.property(`name${key}`, heap.object('Qux', { size: 1_000 }));
        conn.property('quux', table);
      },
    ],
    [
      'a large buffer to read into',
      (heap, conn) => {
        const bytes = heap
          .object('ArrayBuffer')
          .internal('backing_store', heap.allocate('native', 'system / JSArrayBufferData', { size: 1_000_000 }));
        conn.property('quux', heap.object('Buffer').property('buffer', bytes));
      },
    ],
    [
      'a few buffers of a fixed size',
      (heap, conn) => {
        const slabs = Array.from({ length: 16 }, () =>
          heap
            .object('ArrayBuffer')
            .internal('backing_store', heap.allocate('native', 'system / JSArrayBufferData', { size: 65_536 })),
        );
        conn.property('quux', heap.array(slabs));
      },
    ],
    [
      'a list that was made large beforehand',
      (heap, conn) => {
        const list = heap.object('Qux');
        list.internal('elements', heap.allocate('array', '(object elements)', { size: 512_000 }));
        conn.property('quux', list);
      },
    ],
    [
      'another connection',
      (heap, conn) => {
        const other = heap.object('Qux').property('peer', heap.object('Socket').property('list', answer(heap)));
        conn.property('quux', other);
      },
    ],
  ])('is silent: %s', async (_, keep) => {
    expect(await analyze(keep)).toEqual([]);
  });

  it('is silent when only a few of the idle do so, or when there are no more than two', async () => {
    const keep = (heap: HeapBuilder, conn: HeapNode) => conn.property('quux', work(heap, conn));
    expect(await analyze(keep, { keeping: 3 })).toEqual([]);
    expect(await analyze((heap, conn) => conn.property('quux', answer(heap, 2_000)), { idle: 2 })).toEqual([]);
  });

  //   Foo ─idle─▶ [ GrammarLease ─quux─▶ [ … ] ]      no socket: what is pooled is what it has
  it('is silent when what is pooled is no connection', async () => {
    const heap = new HeapBuilder();
    const leases = Array.from({ length: CONNECTIONS }, () =>
      heap.object('GrammarLease').property('quux', answer(heap)),
    );
    const pool = heap.object('Foo').properties({ all: heap.array(leases), idle: heap.array(leases) });
    heap.global.property('xyzzy', pool);
    const { findings, pools } = new SeriesAnalysis().finish(new HeapGraph(await heap.toColumns()));
    expect(pools).toMatchObject([{ states: { idle: CONNECTIONS } }]);
    expect(findings).toEqual([]);
  });

  it('is silent while the connections are leased', async () => {
    expect(await analyze((heap, conn) => conn.property('quux', work(heap, conn)), { idle: 0 })).toEqual([]);
  });
});
