import { describe, expect, it } from 'vitest';
import { SeriesAnalysis } from '../../../src/analyzers/search/series-analysis.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import type { Profile } from '../../../src/profiles/profile-schema.js';
import { HeapBuilder } from '../../support/heap-dsl.js';
import { openConnection } from '../pools/audit/audit-support.js';

const ROUNDS = 4;
const PER_ROUND = 10;

const profile: Profile = {
  name: 'acme',
  library: { package: 'acme', versions: '1', facts: [{ what: 'out', where: 'acme 1, index.js' }] },
  classes: {
    pool: { class: 'AcmePool', fields: ['_out', '_spare', '_acmeOptions'], anyName: true },
    link: { class: 'AcmeLink', fields: ['stream', '_closing'], anyName: true },
  },
  connections: ['link'],
  pools: [
    {
      class: 'pool',
      ledgers: [
        { field: '_out', role: 'leased' },
        { field: '_spare', role: 'idle' },
      ],
    },
  ],
  words: { pool: 'acme pool', resource: 'acme link', release: 'link.giveBack()' },
};

/** `globalThis.db ─▶ pool ─_out─▶ [ link, … ]`: ten more after each round, which nobody gives back. */
async function analyzeForgotten(names: { pool: string; link: string }) {
  const heap = new HeapBuilder();
  const out = heap.array([]);
  const pool = heap.object(names.pool).property('_out', out).property('_spare', heap.array([]));
  heap.global.property('db', heap.object('Db').property('pool', pool.property('_acmeOptions', heap.object())));
  const series = new SeriesAnalysis([profile]);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let count = 0; count < PER_ROUND; count += 1) out.push(openConnection(heap, names.link));
    if (round < ROUNDS - 1) series.add(new HeapGraph(await heap.toColumns()));
  }
  return series.finish(new HeapGraph(await heap.toColumns()));
}

describe('findings on resources leased from a known library', () => {
  it.each([
    { pool: 'AcmePool', link: 'AcmeLink' },
    { pool: 'q', link: 'e' },
  ])('speak its language, whatever its classes are called: $pool', async (names) => {
    const { findings, pools } = await analyzeForgotten(names);
    expect(pools).toMatchObject([{ profile: 'acme', inventory: [{ leased: 10 }, {}, {}, { leased: 40, idle: 0 }] }]);
    const [finding] = findings;
    expect(finding).toMatchObject({ verdict: 'leak', kind: 'lease-never-released' });
    expect(finding?.headline).toMatch(/^Call `link\.giveBack\(\)` on every path: .*frees 30 of 30 acme links/);
    expect(finding?.evidence.for.find(({ code }) => code === 'leases')?.text).toBe(
      "40 of 40 acme links are leased, held only by the pool's books, `link.giveBack()` not called.",
    );
  });
});
