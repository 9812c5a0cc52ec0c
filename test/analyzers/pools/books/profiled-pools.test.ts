import { describe, expect, it } from 'vitest';
import { viewHeap } from '../../../../src/analyzers/objects/heap-view.js';
import { findPools } from '../../../../src/analyzers/pools/find-pools.js';
import { HeapGraph } from '../../../../src/graph/heap-graph.js';
import { parseProfile } from '../../../../src/profiles/parse-profile.js';
import type { Profile } from '../../../../src/profiles/profile-schema.js';
import { HeapBuilder, type HeapNode } from '../../../support/heap-dsl.js';

const library = { package: 'x', versions: '1', facts: [{ what: 'x', where: 'x' }] };

function profileOf(content: Partial<Profile>): Profile {
  return parseProfile({ name: 'x', library, ...content }, 'x');
}

async function poolsWith(heap: HeapBuilder, ...profiles: Profile[]) {
  const { pools } = findPools(viewHeap(new HeapGraph(await heap.toColumns()), profiles), []);
  return pools.map((pool) => ({ profile: pool.profile, class: pool.class, ...pool.inventory?.[0] }));
}

function connection(heap: HeapBuilder, name = 'Conn'): HeapNode {
  return heap.object(name).property('wire', heap.object('Wire'));
}

type Build = (heap: HeapBuilder) => HeapNode;

describe('pools that a profile knows', () => {
  //   a: Pool ─free─▶ [ c ]    b: Pool ─lent─▶ Map { 'k' → c, 'l' → c }
  it('are distinguished by shape when two libraries call them alike', async () => {
    const heap = new HeapBuilder();
    heap.global.property('a', heap.object('Pool').property('free', heap.array([connection(heap)])));
    const lent = heap.map([
      ['k', connection(heap)],
      ['l', connection(heap)],
    ]);
    heap.global.property('b', heap.object('Pool').property('lent', lent));
    const one = profileOf({
      name: 'one',
      classes: { pool: { class: 'Pool', fields: ['free'] } },
      pools: [{ class: 'pool', ledgers: [{ field: 'free', role: 'idle' }] }],
    });
    const two = profileOf({
      name: 'two',
      classes: { pool: { class: 'Pool', fields: ['lent'] } },
      pools: [{ class: 'pool', ledgers: [{ field: 'lent', role: 'leased' }] }],
    });
    expect(await poolsWith(heap, one, two)).toMatchObject([
      // The one with more in it comes first.
      { profile: 'two', idle: null, leased: 2 },
      { profile: 'one', idle: 1, leased: null },
    ]);
  });

  //   t: q ─_busy─▶ [ w ─conn─▶ c, w ─conn─▶ c ]     u: w, in no book
  it('make what lies in their books known by fewer fields than it is elsewhere', async () => {
    const heap = new HeapBuilder();
    const wrapper = () => heap.object('w').property('conn', connection(heap)).property('since', 1);
    const [booked, other] = [wrapper(), wrapper()];
    const pool = heap
      .object('q')
      .property('_free', heap.array())
      .property('_busy', heap.array([booked]));
    heap.global.property('t', pool).property('u', other);
    const minified = profileOf({
      classes: {
        pool: { class: 'Pool', fields: ['_free', '_busy'], anyName: true },
        lease: { class: 'Lease', fields: ['conn', 'since'] },
      },
      wrappers: ['lease'],
      pools: [{ class: 'pool', ledgers: [{ field: '_busy', role: 'leased', entry: 'conn' }] }],
    });
    const graph = new HeapGraph(await heap.toColumns());
    const { roles } = viewHeap(graph, [minified]);
    const roleOf = (node: HeapNode) => roles.of(graph.nodeIds.indexOf(node.id));
    expect([roleOf(booked), roleOf(other)]).toEqual(['lease', 'none']);
  });

  //   t: q ─_free─▶ [ c ],  q ─_busy─▶ [ c, c ]     the class is called `q`
  it('are known under another name by their fields', async () => {
    const heap = new HeapBuilder();
    const pool = heap.object('q').property('_free', heap.array([connection(heap)]));
    heap.global.property('t', pool.property('_busy', heap.array([connection(heap), connection(heap)])));
    const minified = profileOf({
      classes: { pool: { class: 'Pool', fields: ['_free', '_busy'], anyName: true } },
      pools: [
        {
          class: 'pool',
          ledgers: [
            { field: '_free', role: 'idle' },
            { field: '_busy', role: 'leased' },
          ],
        },
      ],
    });
    expect(await poolsWith(heap, minified)).toMatchObject([{ class: 'q', size: 3, idle: 1, leased: 2 }]);
  });

  //   Pool ─all─▶ Set { c, c, c },  Pool ─idle─▶ [ Item ─conn─▶ c ],  Pool ─opts─▶ { max: 5 }
  it('have figures that no book shows', async () => {
    const heap = new HeapBuilder();
    const [first, ...rest] = [connection(heap), connection(heap), connection(heap)];
    const idle = heap.array([heap.object('Item').property('conn', first)]);
    const options = heap.object().property('max', 5);
    const pool = heap
      .object('Pool')
      .property('all', heap.set([first, ...rest]))
      .property('idle', idle);
    heap.global.property('pool', pool.property('opts', options));
    const profile = profileOf({
      classes: { pool: { class: 'Pool', fields: ['all', 'idle', 'opts'] } },
      pools: [
        {
          class: 'pool',
          ledgers: [
            { field: 'all', role: 'all' },
            { field: 'idle', role: 'idle', entry: 'conn' },
          ],
          maximum: ['opts.limit', 'opts.max'],
        },
      ],
    });
    expect(await poolsWith(heap, profile)).toMatchObject([{ size: 3, idle: 1, leased: 2, maximum: 5 }]);
  });

  //   Cluster ─seed─▶ c,  Cluster ─nodes─▶ [ c, d ]
  it('count once what stands in two books of one role', async () => {
    const heap = new HeapBuilder();
    const seed = connection(heap);
    const cluster = heap.object('Cluster').property('seed', seed);
    heap.global.property('cluster', cluster.property('nodes', heap.array([seed, connection(heap)])));
    const profile = profileOf({
      classes: { cluster: { class: 'Cluster', fields: ['seed', 'nodes'] } },
      pools: [
        {
          class: 'cluster',
          ledgers: [
            { field: 'nodes', role: 'all' },
            { field: 'seed', kind: 'one', role: 'all' },
          ],
        },
      ],
    });
    expect(await poolsWith(heap, profile)).toMatchObject([{ size: 2 }]);
  });

  //   told: Pool ─lent─▶ [ c ], Pool ─count─▶ 3       silent: Pool ─lent─▶ [ c ]
  it('are read from a counter that a formula names, and from the book where no number was captured', async () => {
    const heap = new HeapBuilder();
    const pool = () => heap.object('Pool').property('lent', heap.array([connection(heap)]));
    heap.global.property('told', pool().property('count', 3));
    heap.global.property('silent', pool());
    const profile = profileOf({
      classes: { pool: { class: 'Pool', fields: ['lent'] } },
      pools: [{ class: 'pool', ledgers: [{ field: 'lent', role: 'leased' }], figures: { leased: 'count' } }],
    });
    expect(await poolsWith(heap, profile)).toMatchObject([{ leased: 3 }, { leased: 1 }]);
  });

  //   Session ─streams─▶ Map { 'k' → Stream }
  it('may be connections as well, which lend parts of themselves', async () => {
    const heap = new HeapBuilder();
    const session = heap.object('Session').property('streams', heap.map([['k', heap.object('Stream')]]));
    heap.global.property('session', session);
    const profile = profileOf({
      classes: { session: { class: 'Session', fields: ['streams'] } },
      connections: ['session'],
      pools: [{ class: 'session', ledgers: [{ field: 'streams', role: 'leased' }] }],
    });
    expect(await poolsWith(heap, profile)).toMatchObject([{ class: 'Session', leased: 1 }]);
    const { graph, roles } = viewHeap(new HeapGraph(await heap.toColumns()), [profile]);
    const at = [...graph.nodeIds.keys()].find((node) => graph.nodeName(node) === 'Session') ?? -1;
    expect(roles.of(at)).toBe('connection');
  });

  const kinds: readonly [
    string,
    NonNullable<NonNullable<Profile['pools']>[number]['ledgers']>[number],
    number,
    Build,
  ][] = [
    ['an array', { field: 'book', role: 'idle' }, 2, (heap) => heap.array([connection(heap), connection(heap)])],
    ['a Set', { field: 'book', role: 'idle' }, 1, (heap) => heap.set([connection(heap)])],
    [
      'the keys of a Map',
      { field: 'book', role: 'idle', keys: true },
      2,
      (heap) =>
        heap.map([
          [connection(heap), heap.object('Since')],
          [connection(heap), heap.object('Since')],
        ]),
    ],
    [
      'an object of arrays by host',
      { field: 'book.*', role: 'idle' },
      3,
      (heap) =>
        heap
          .object()
          .property('a:80', heap.array([connection(heap)]))
          .property('b:80', heap.array([connection(heap), connection(heap)])),
    ],
    [
      'a list of links',
      { field: 'book', role: 'idle', link: 'next', entry: 'conn' },
      2,
      (heap) => {
        const last = heap.object('Link').property('conn', connection(heap)).property('next', null);
        return heap.object('Link').property('conn', connection(heap)).property('next', last);
      },
    ],
    ['a field of one', { field: 'book', role: 'idle', kind: 'one' }, 1, (heap) => connection(heap)],
    [
      'entries by a flag',
      { field: 'book', role: 'idle', when: [{ field: 'free', equals: true }] },
      1,
      (heap) => heap.array([connection(heap).property('free', true), connection(heap).property('free', false)]),
    ],
  ];

  //   Pool ─book─▶ …
  it.each(kinds)('have a book that is %s', async (_, ledger, idle, build) => {
    const heap = new HeapBuilder();
    heap.global.property('pool', heap.object('Pool').property('book', build(heap)));
    const profile = profileOf({
      classes: { pool: { class: 'Pool', fields: ['book'] } },
      pools: [{ class: 'pool', ledgers: [ledger] }],
    });
    expect(await poolsWith(heap, profile)).toMatchObject([{ idle }]);
  });

  //   Conn ─owner─▶ Pool ◀─owner─ Conn
  it('have members instead of a book', async () => {
    const heap = new HeapBuilder();
    const pool = heap.object('Pool').property('name', 'main');
    heap.global.property('pool', pool);
    heap.global.property('a', connection(heap).property('owner', pool));
    heap.global.property('b', connection(heap).property('owner', pool));
    const profile = profileOf({
      classes: { pool: { class: 'Pool', fields: ['name'] }, conn: { class: 'Conn', fields: ['wire', 'owner'] } },
      pools: [{ class: 'pool', ledgers: [{ members: 'conn', via: 'owner', role: 'all' }] }],
    });
    expect(await poolsWith(heap, profile)).toMatchObject([{ size: 2 }]);
  });

  //   query() ──▶ scope { open: [ c ], queue: [ q, q ] }      the books are variables
  it('are scopes of functions', async () => {
    const heap = new HeapBuilder();
    const scope = heap.context({
      open: heap.array([connection(heap)]),
      queue: heap.array([heap.object('Query'), heap.object('Query')]),
    });
    heap.global.property('sql', heap.closure('sql', { context: scope }));
    const profile = profileOf({
      classes: { pool: { scope: true, fields: ['open', 'queue'] } },
      pools: [
        {
          class: 'pool',
          ledgers: [
            { field: 'open', role: 'idle' },
            { field: 'queue', role: 'pending' },
          ],
        },
      ],
    });
    expect(await poolsWith(heap, profile)).toMatchObject([{ class: 'scope of sql()', idle: 1, pending: 2 }]);
  });

  //   Pool ─free─▶ [ c ] with a field that the other library's pool does not have
  it('are not taken for those that must lack a field', async () => {
    const heap = new HeapBuilder();
    heap.global.property(
      'pool',
      heap
        .object('Pool')
        .property('free', heap.array([connection(heap)]))
        .property('odd', true),
    );
    const profile = profileOf({
      classes: { pool: { class: 'Pool', fields: ['free'], not: ['odd'] } },
      pools: [{ class: 'pool', ledgers: [{ field: 'free', role: 'idle' }] }],
    });
    expect((await poolsWith(heap, profile)).map((pool) => pool.profile)).toEqual([undefined]);
  });
});
