import { describe, expect, it } from 'vitest';
import { captureTime, exactTime } from '../../../../src/analyzers/objects/heap-clock.js';
import { viewHeap } from '../../../../src/analyzers/objects/heap-view.js';
import { measurePools } from '../../../../src/analyzers/pools/books/history.js';
import { type CaptureTimes, findPools } from '../../../../src/analyzers/pools/find-pools.js';
import { HeapGraph } from '../../../../src/graph/heap-graph.js';
import type { Profile } from '../../../../src/profiles/profile-schema.js';
import { HeapBuilder, type HeapNode } from '../../../support/heap-dsl.js';
import { measure, openConnection, poolsOf } from '../audit/audit-support.js';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 0, 1, 12);

const profile: Profile = {
  name: 'mine',
  connections: ['Connection'],
  pools: [{ class: 'Pool', ledgers: [{ field: 'used', role: 'leased' }] }],
  timestamps: [{ class: 'Connection', field: 'release', means: 'leased', clock: 'birth' }],
};

/** `globalThis.pool ─used─▶ [ … ]` */
function lend(heap: HeapBuilder, ...used: HeapNode[]): HeapNode {
  const pool = heap.object('Pool').property('used', heap.array(used));
  heap.global.property('pool', pool);
  return pool;
}

async function leasesOf(heap: HeapBuilder, times?: CaptureTimes, profiles: readonly Profile[] = []) {
  const { pools } = findPools(viewHeap(new HeapGraph(await heap.toColumns()), profiles), [], times);
  return pools[0];
}

describe('what a pool has lent', () => {
  //   Promise reaction ─▶ Generator of getUser ─registers─▶ [ c ]      Pool ─used─▶ [ c ]
  it('is held by the async function that waits with it', async () => {
    const heap = new HeapBuilder();
    const lent = openConnection(heap);
    lend(heap, lent);
    const getUser = heap.closure('getUser', { place: { file: '/app/users.js', line: 41, column: 3 } });
    const registers = heap.allocate('array', '(object elements)').internal('0', lent);
    const waiting = heap.object('Generator').internal('function', getUser);
    heap.global.property('waiting', waiting.internal('parameters_and_registers', registers));
    const { heldBy } = await leasesOf(heap);
    expect(heldBy).toMatchObject([
      { leases: 1, holder: { kind: 'function', label: 'getUser()', source: { file: '/app/users.js' } } },
    ]);
  });

  //   globalThis.sessions ─▶ Map { 'a' → c }      nothing holds d
  it('is held by the collection that it was put into, or by nobody', async () => {
    const heap = new HeapBuilder();
    const kept = openConnection(heap);
    lend(heap, kept, openConnection(heap));
    heap.global.property('sessions', heap.map([['a', kept]]));
    const { heldBy, leases } = await leasesOf(heap);
    expect(heldBy?.map(({ holder, leases: count }) => [holder?.label ?? null, count])).toEqual([
      [null, 1],
      ['globalThis.sessions', 1],
    ]);
    expect(leases).toHaveLength(2);
  });

  //   Socket ─onclose─▶ scope ─self─▶ c      the listener is the library's own
  it('is not held by a listener of the package that it comes from', async () => {
    const heap = new HeapBuilder();
    const lent = openConnection(heap);
    const place = { file: '/app/node_modules/driver/index.js', line: 1, column: 1 };
    heap.global.property('hook', heap.closure('onEnd', { place, context: { self: lent } }));
    lend(heap, lent);
    expect((await leasesOf(heap)).heldBy).toMatchObject([{ holder: null }]);
  });
});

describe('the age of a lease', () => {
  //   c.leasedAt = 11:48      captured at 12:00
  it('is decided by a field that says so', async () => {
    const heap = new HeapBuilder();
    lend(heap, openConnection(heap).property('leasedAt', NOON - 12 * MINUTE + 0.5));
    const { leases, inventory } = await leasesOf(heap, { last: exactTime(NOON), earlier: [] });
    expect(Math.round((leases?.[0]?.age?.ms ?? 0) / MINUTE)).toBe(12);
    expect(inventory?.[0]?.oldestLease?.isLeast).toBe(false);
  });

  it('is unknown when nobody knows when the snapshot was taken', async () => {
    const heap = new HeapBuilder();
    lend(heap, openConnection(heap).property('leasedAt', NOON - MINUTE + 0.5));
    expect((await leasesOf(heap)).leases?.[0]?.age).toBeNull();
  });

  //   c.leasedAt = 11:48, and elsewhere lastUsed = 12:00      captured then or later
  it('is at least what the newest time in the heap says', async () => {
    const heap = new HeapBuilder();
    lend(heap, openConnection(heap).property('leasedAt', NOON - 12 * MINUTE + 0.5));
    heap.global.property('row', heap.object('Row').property('lastUsed', NOON + 0.5));
    const columns = await heap.toColumns();
    const graph = new HeapGraph(columns);
    for (const isLocalTime of [false, true]) {
      const last = captureTime(graph, isLocalTime ? NOON - 8 * 60 * MINUTE : null, isLocalTime);
      const { leases } = findPools(viewHeap(graph, []), [], { last, earlier: [] }).pools[0] ?? {};
      expect(leases?.[0]?.age).toEqual({ ms: 12 * MINUTE, isLeast: true });
    }
  });

  //   c ─release─▶ function @id, made for this lease; ids up to @id were given out when the first snapshot was taken
  it('is bounded by the snapshots that know what was made for the lease', async () => {
    const heap = new HeapBuilder();
    const release = heap.closure('release');
    lend(heap, openConnection(heap).property('release', release));
    const earlier = [
      { largestId: release.id - 2, capturedAtMs: NOON - 30 * MINUTE },
      { largestId: release.id, capturedAtMs: NOON - 20 * MINUTE },
    ];
    const { leases } = await leasesOf(heap, { last: exactTime(NOON), earlier }, [profile]);
    expect(leases?.[0]?.age).toEqual({ ms: 20 * MINUTE, isLeast: true });
  });
});

describe('the inventory of a series', () => {
  //   first: Pool ─used─▶ [ c ]      then: nothing of it
  it('lists a pool that is gone in the last snapshot', async () => {
    const heap = new HeapBuilder();
    lend(heap, openConnection(heap));
    const first = await measure(heap);
    heap.global.property('pool', null);
    const pools = await poolsOf(heap, [first]);
    expect(pools).toMatchObject([{ class: 'Pool', lastSeen: 0, inventory: [{ leased: 1 }, null] }]);
  });

  //   Pool ─used─▶ [ c (closed), d ]
  it('counts dead objects in every snapshot', async () => {
    const heap = new HeapBuilder();
    const closed = openConnection(heap);
    lend(heap, closed, openConnection(heap));
    const graph = async () => new HeapGraph(await heap.toColumns());
    const before = measurePools(await graph(), []);
    closed.property('stream', null).property('closed', true);
    const after = measurePools(await graph(), []);
    expect([before, after].map((measures) => [...measures.values()][0]?.inventory.dead)).toEqual([0, 1]);
  });
});
