import { describe, expect, it } from 'vitest';
import { viewHeap } from '../../src/analyzers/heap-view.js';
import { findPools } from '../../src/analyzers/pools.js';
import { HeapGraph } from '../../src/graph/heap-graph.js';
import { parseProfile } from '../../src/profiles/parse-profile.js';
import type { Profile } from '../../src/profiles/profile-schema.js';
import { HeapBuilder, type HeapNode } from '../support/heap-dsl.js';

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

describe('pools that a profile knows', () => {
  //   a: Pool ─free─▶ [ c ]    b: Pool ─lent─▶ Map { 'k' → c, 'l' → c }
  it('are told apart by shape when two libraries call them alike', async () => {
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
});
