import { describe, expect, it } from 'vitest';
import { viewHeap } from '../../../src/analyzers/objects/heap-view.js';
import { findPools } from '../../../src/analyzers/pools/find-pools.js';
import { draftProfile } from '../../../src/analyzers/pools/profile-draft.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { BUILTIN_PROFILES } from '../../../src/profiles/builtin-profiles.js';
import { parseProfile } from '../../../src/profiles/parse-profile.js';
import type { Profile } from '../../../src/profiles/profile-schema.js';
import { HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';

function wire(heap: HeapBuilder, name = 'Wire'): HeapNode {
  return heap.object(name).property('socket', heap.object('Socket'));
}

async function draftOf(heap: HeapBuilder): Promise<Profile | null> {
  const draft = draftProfile(viewHeap(new HeapGraph(await heap.toColumns()), BUILTIN_PROFILES), 'draft');
  return draft === null ? null : parseProfile(draft, 'draft');
}

/** The pools by node id, with the sizes that their books have. */
async function poolsWith(heap: HeapBuilder, ...profiles: Profile[]) {
  const view = viewHeap(new HeapGraph(await heap.toColumns()), [...profiles, ...BUILTIN_PROFILES]);
  return findPools(view, [])
    .pools.map(({ nodeId, ledgers, inventory, profile }) => ({
      profile,
      pool: { nodeId, sizes: ledgers.map(({ sizes, role }) => [role, ...sizes]), figures: inventory },
    }))
    .sort((a, b) => a.pool.nodeId - b.pool.nodeId);
}

type Build = (heap: HeapBuilder) => void;
const SHAPES: readonly (readonly [string, Build])[] = [
  // a, b: Broker ─free─▶ [ Wire ]  ─busy─▶ Set { Wire, Wire }, and b has a field more
  [
    'two objects of a class, of which one has a field more',
    (heap) => {
      const broker = () =>
        heap
          .object('Broker')
          .property('free', heap.array([wire(heap)]))
          .property('busy', heap.set([wire(heap), wire(heap)]));
      heap.global.property('b', broker().property('agenda', heap.object()).property('error', heap.object()));
      heap.global.property('a', broker());
    },
  ],
  // lender: { idle: [ Wire ], inUse: Map { k → Wire } }    desk: { idle: [ Wire ], inUse: Map, taken: Map { k → Wire } }
  [
    'plain objects that differ in a field',
    (heap) => {
      const records = ['lender', 'desk'].map((name) => {
        const record = heap.object().property('idle', heap.array([wire(heap)]));
        heap.global.property(name, record.property('inUse', heap.map([['k', wire(heap)]])));
        return record;
      });
      records[1].property('taken', heap.map([['k', wire(heap)]]));
    },
  ],
  // take() ─▶ scope { idle: [ Wire, Wire ], leased: Set { Wire } }
  [
    'variables of functions',
    (heap) => {
      const scope = heap.context({ idle: heap.array([wire(heap), wire(heap)]), leased: heap.set([wire(heap)]) });
      heap.global.property('lender', heap.object().property('take', heap.closure('take', { context: scope })));
    },
  ],
  // OldPool ─acquire─▶ acquire() ─▶ scope { self: OldPool, idle: [ Wire ], used: [ Wire, Wire ] }
  [
    'variables of the methods of an object',
    (heap) => {
      const pool = heap.object('OldPool');
      const idle = heap.array([wire(heap)]);
      const scope = heap.context({ self: pool, idle, used: heap.array([wire(heap), wire(heap)]) });
      heap.global.property('pool', pool.property('acquire', heap.closure('acquire', { context: scope })));
    },
  ],
  // NestPool ─store─▶ { idle: [ Wire ], busy: Map { k → Wire } }
  [
    'books in an object of their own',
    (heap) => {
      const store = heap.object().property('idle', heap.array([wire(heap)]));
      store.property('busy', heap.map([['k', wire(heap)]]));
      heap.global.property('pool', heap.object('NestPool').property('store', store));
    },
  ],
  // ConnPool ─clean─▶ ConnStack ─top─▶ Pooled ─next─▶ Pooled
  [
    'a list of links',
    (heap) => {
      const top = heap.object('Pooled').property('next', heap.object('Pooled').property('next', null));
      const clean = heap.object('ConnStack').property('top', top);
      heap.global.property('pool', heap.object('ConnPool').property('clean', clean));
    },
  ],
];

describe('the draft of a profile', () => {
  it.each(SHAPES)('knows the same pools again: %s', async (_, build) => {
    const heap = new HeapBuilder();
    build(heap);
    const before = await poolsWith(heap);
    const after = await poolsWith(heap, (await draftOf(heap)) ?? { name: 'none' });
    expect(before.length).toBeGreaterThan(0);
    expect(after.map(({ pool }) => pool)).toEqual(before.map(({ pool }) => pool));
    expect(new Set(after.map(({ profile }) => profile))).toEqual(new Set(['draft']));
  });

  //   WirePool ─things─▶ [ Wire, Wire ]
  it('takes the only book of a pool, whatever it is called, for a list of all', async () => {
    const heap = new HeapBuilder();
    heap.global.property('p', heap.object('WirePool').property('things', heap.array([wire(heap), wire(heap)])));
    expect((await draftOf(heap))?.pools).toEqual([{ class: 'WirePool', ledgers: [{ field: 'things', role: 'all' }] }]);
  });

  //   Broker ─free─▶ [ Known ]  ─busy─▶ [ Known ]    a library's profile knows the class Known
  it('says nothing of a class that a library profile knows', async () => {
    const heap = new HeapBuilder();
    const broker = heap.object('Broker').property('free', heap.array([wire(heap, 'Known')]));
    heap.global.property('broker', broker.property('busy', heap.array([wire(heap, 'Known')])));
    const library = { package: 'x', versions: '1', facts: [{ what: 'x', where: 'x' }] };
    const profile = parseProfile({ name: 'x', library, connections: ['Known'] }, 'x');
    const draft = draftProfile(viewHeap(new HeapGraph(await heap.toColumns()), [profile]), 'draft');
    expect(Object.keys(draft?.classes ?? {})).toEqual(['Broker']);
    expect(draft?.pools).toHaveLength(1);
  });

  it('is none where no pool is', async () => {
    const heap = new HeapBuilder();
    heap.global.property('wires', heap.array([wire(heap)]));
    expect(await draftOf(heap)).toBeNull();
  });
});
