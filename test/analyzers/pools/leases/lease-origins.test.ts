import { describe, expect, it } from 'vitest';

import { describePlace, groupByPlace, LeaseOrigins } from '../../../../src/analyzers/pools/leases/lease-origins.js';
import { SeriesAnalysis } from '../../../../src/analyzers/search/series-analysis.js';
import type { LeaseTrace } from '../../../../src/findings/lease-trace-schema.js';
import { HeapGraph } from '../../../../src/graph/heap-graph.js';
import { SourceIndex } from '../../../../src/graph/script-places.js';
import type { Profile } from '../../../../src/profiles/profile-schema.js';
import { HeapBuilder } from '../../../support/heap-dsl.js';
import { openConnection } from '../audit/audit-support.js';

type Frame = LeaseTrace['places'][number]['frames'][number];

const frame = (file: string, line: number, name: string | null): Frame => ({ file, line, column: 7, function: name });
const ORDERS = frame('/app/orders.js', 88, 'shipOrder');
const SHOP = frame('/app/shop.js', 12, 'checkout');
const LIBRARY = frame('/app/node_modules/acme/pool.js', 3, 'take');

function traceOf(places: readonly (readonly Frame[])[], leases: LeaseTrace['leases']): LeaseTrace {
  return {
    by: 'attach',
    recordedMs: 60_000,
    checkouts: leases.length,
    releases: 0,
    unseen: 0,
    kept: 0,
    classes: [{ profile: 'acme', class: 'AcmePool', methods: ['take'] }],
    places: places.map((frames) => ({ frames: [...frames], checkouts: 1 })),
    leases,
    omittedLeases: 0,
    failure: null,
  };
}

async function placeOf(...frames: Frame[]) {
  const sources = new SourceIndex(new HeapGraph(await new HeapBuilder().toColumns()));
  const origins = new LeaseOrigins(sources, traceOf([frames], [{ nodeId: 7, place: 0, ageMs: 5 }]));
  return { origin: origins.of([3, 7]), origins };
}

describe('the place that took a lease', () => {
  it('is the first line of the program on its stack, with the function that called it', async () => {
    const { origin } = await placeOf(LIBRARY, ORDERS, LIBRARY, SHOP);
    expect(origin).toEqual({ source: ORDERS, caller: SHOP, ageMs: 5 });
    expect(origin === null ? '' : describePlace(origin)).toBe(
      'orders.js:88 (`shipOrder`), called at shop.js:12 (`checkout`)',
    );
  });

  it('bears the name of the function around a callback, which is no caller of its own', async () => {
    const { origin } = await placeOf(frame('/app/orders.js', 90, null), ORDERS);
    expect(origin).toMatchObject({ source: { line: 90, function: 'shipOrder' }, caller: null });
  });

  it('is unknown where only libraries are on the stack, or where there was no room for it', async () => {
    const { origin } = await placeOf(LIBRARY);
    expect(origin).toMatchObject({ source: null, caller: null });
    const sources = new SourceIndex(new HeapGraph(await new HeapBuilder().toColumns()));
    const trace = traceOf([], [{ nodeId: 7, place: null, ageMs: 5 }]);
    expect(new LeaseOrigins(sources, trace).of([7])).toMatchObject({ source: null });
  });

  it('is asked of the objects that make up the lease, and is null where none was recorded', async () => {
    const { origins } = await placeOf(ORDERS);
    expect(origins.of([3])).toBeNull();
    expect(origins.records('acme')).toBe(true);
    expect(origins.records('other')).toBe(false);
    expect(origins.records(undefined)).toBe(false);
  });

  it('comes first when its leases are out longest in sum', () => {
    const out = (source: Frame, ageMs: number) => ({ source, caller: null, ageMs });
    const groups = groupByPlace([out(SHOP, 1), out(SHOP, 2), out(ORDERS, 60_000)], (origin) => origin);
    expect(groups.map(({ place, leases }) => [place.source?.function, leases.length])).toEqual([
      ['shipOrder', 1],
      ['checkout', 2],
    ]);
  });
});

const PROFILE: Profile = {
  name: 'acme',
  classes: { pool: { class: 'AcmePool', fields: ['_all', '_spare'], anyName: true } },
  connections: ['AcmeLink'],
  pools: [
    {
      class: 'pool',
      ledgers: [
        { field: '_all', role: 'all' },
        { field: '_spare', role: 'idle' },
      ],
    },
  ],
  words: { pool: 'acme pool', resource: 'acme link', release: 'link.giveBack()' },
};

/** `globalThis.db ─▶ pool ─_all─▶ [ eight links ]`; one more is out in each of four snapshots. */
async function analyze(makeTrace: (ids: readonly number[]) => LeaseTrace | null) {
  const heap = new HeapBuilder();
  const links = Array.from({ length: 8 }, () => openConnection(heap, 'AcmeLink'));
  const pool = heap.object('AcmePool').property('_all', heap.array(links));
  heap.global.property('db', heap.object('Db').property('pool', pool));
  const series = new SeriesAnalysis([PROFILE]);
  for (let out = 1; out < 5; out += 1) {
    pool.property('_spare', heap.array(links.slice(out)));
    const graph = new HeapGraph(await heap.toColumns());
    if (out < 4) series.add(graph);
    else {
      const ids = [...graph.classes.objectsOf(graph.strings.indexOf('AcmeLink'))].map(
        (node) => graph.nodeIds[node] ?? 0,
      );
      return series.finish(graph, undefined, null, false, null, undefined, makeTrace(ids.slice(0, 4)));
    }
  }
  throw new Error('no snapshot');
}

describe('recorded checkouts in a report', () => {
  it('say who took what is out, in the pool, the evidence and the first sentence', async () => {
    const { pools, findings, headline } = await analyze((ids) =>
      traceOf(
        [[LIBRARY, ORDERS, SHOP]],
        ids.map((nodeId, index) => ({ nodeId, place: 0, ageMs: 720_000 - index })),
      ),
    );
    expect(pools[0]?.takenAt).toEqual([
      { source: ORDERS, caller: SHOP, recorded: true, leases: 4, oldest: { ms: 720_000, isLeast: false } },
    ]);
    expect(pools[0]?.leases?.[0]).toMatchObject({ takenAt: { source: ORDERS }, age: { ms: 720_000, isLeast: false } });
    expect(findings[0]?.evidence.for.find(({ code }) => code === 'taken-at')?.text).toBe(
      'Taken at orders.js:88 (`shipOrder`), called at shop.js:12 (`checkout`): 3, the oldest for 12 min; not released since.',
    );
    expect(headline).toContain('on every path from orders.js:88 (`shipOrder`), called at shop.js:12 (`checkout`) on:');
  });

  it('name no line in the first sentence when several took them, and count what was not recorded', async () => {
    const { pools, findings, headline } = await analyze(([first = 0, second = 0]) =>
      traceOf(
        [[ORDERS], [SHOP]],
        [
          { nodeId: first, place: 0, ageMs: 2_000 },
          { nodeId: second, place: 1, ageMs: 1_000 },
        ],
      ),
    );
    expect(pools[0]?.takenAt?.map(({ recorded, leases }) => [recorded, leases])).toEqual([
      [true, 1],
      [true, 1],
      [false, 2],
    ]);
    expect(headline).toContain('on every path:');
    expect(findings[0]?.evidence.for.find(({ code }) => code === 'taken-at')?.text).toContain(
      '1 was taken before that was recorded.',
    );
  });

  it('change nothing where nothing was recorded', async () => {
    const { pools, findings } = await analyze(() => null);
    expect(pools[0]?.takenAt).toBeUndefined();
    expect(findings[0]?.evidence.for.map(({ code }) => code)).not.toContain('taken-at');
  });
});
