import { BallastCase } from '../../../src/analyzers/cases/ballast-case.js';
import type { Case } from '../../../src/analyzers/cases/case.js';
import { type CaseContext, NO_CODE, UNKNOWN_TIMES } from '../../../src/analyzers/cases/context.js';
import { findIdleBallast } from '../../../src/analyzers/cases/idle-ballast.js';
import { LeaseCase } from '../../../src/analyzers/cases/lease-case.js';
import { viewHeap } from '../../../src/analyzers/objects/heap-view.js';
import { measurePools, type PoolMeasures } from '../../../src/analyzers/pools/books/history.js';
import { findPools } from '../../../src/analyzers/pools/find-pools.js';
import { Population } from '../../../src/analyzers/series/population.js';
import { type SnapshotSummary, summarizeSnapshot } from '../../../src/analyzers/series/snapshot-summary.js';
import { judge } from '../../../src/analyzers/verdict/judge.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import type { Profile } from '../../../src/profiles/profile-schema.js';
import { HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';
import { openConnection } from '../pools/audit/audit-support.js';

/** How a case was judged, as a test compares it. */
export interface Judged {
  /** `silent` where the case was set aside, `none` where there is no case. */
  readonly verdict: string;
  readonly for: readonly string[];
  readonly against: readonly string[];
  /** Why it was set aside. */
  readonly why: string | null;
  /** The sentence of each code. */
  readonly texts: Readonly<Record<string, string>>;
}

function judged(c: Case | null): Judged {
  if (c === null) return { verdict: 'none', for: [], against: [], why: null, texts: {} };
  const judgement = judge(c);
  if (judgement.verdict === 'silent') {
    const { code, text } = judgement.why;
    return { verdict: 'silent', for: [], against: [], why: code, texts: { [code]: text } };
  }
  return {
    verdict: judgement.verdict,
    for: judgement.for.map(({ code }) => code),
    against: judgement.against.map(({ code }) => code),
    why: null,
    texts: Object.fromEntries([...judgement.for, ...judgement.against].map(({ code, text }) => [code, text])),
  };
}

/** The cases of pools after a series of snapshots of one heap: each round changes it. */
async function contextOf(heap: HeapBuilder, rounds: readonly (() => unknown)[], profiles: readonly Profile[]) {
  const series: SnapshotSummary[] = [];
  const measures: PoolMeasures[] = [];
  let graph: HeapGraph | null = null;
  for (const [index, round] of rounds.entries()) {
    round();
    graph = new HeapGraph(await heap.toColumns());
    series.push(summarizeSnapshot(graph));
    if (index < rounds.length - 1) measures.push(measurePools(graph, profiles));
  }
  if (graph === null) throw new Error('no rounds');
  const view = viewHeap(graph, profiles);
  const search = findPools(view, measures);
  const context: CaseContext = {
    view,
    series,
    population: new Population(graph, view.tree, view.labels, series),
    times: UNKNOWN_TIMES,
    code: NO_CODE,
    ledgerFacts: search.facts,
    leaseFacts: search.leases,
    idleFacts: search.idle,
    waitFacts: search.waiting,
    watched: new Map(),
  };
  return { context, search };
}

export const ACME: Profile = {
  name: 'acme',
  classes: { pool: { class: 'AcmePool', fields: ['_all', '_idle', '_queue'], anyName: true } },
  connections: ['AcmeLink'],
  pools: [
    {
      class: 'pool',
      ledgers: [
        { field: '_all', role: 'all' },
        { field: '_idle', role: 'idle' },
        { field: '_queue', role: 'pending' },
      ],
      maximum: '_max',
    },
  ],
  words: { pool: 'acme pool', resource: 'acme link', release: 'link.giveBack()' },
};

/** A profile that knows the connections, but not the pool. */
export const ONLY_LINKS: Profile = { name: 'acme', connections: ['AcmeLink'] };

export interface Lending {
  /** Links that are lent in each round and never returned. */
  readonly lent: readonly number[];
  /** Links of the pool; 8 when not given. */
  readonly size?: number;
  /** Checkouts that wait in the last snapshot. */
  readonly waiting?: number;
  readonly profiles?: readonly Profile[];
  /** How many of the leases another finding speaks of. */
  readonly accused?: number;
}

/**
 * The leases of a pool that nobody is left to return, judged.
 *
 * ```
 *   globalThis ─pool▶ AcmePool ─┬─_all───▶ [ AcmeLink × 8 ]
 *                               ├─_idle──▶ [ those that are not lent ]
 *                               └─_queue─▶ [ closure … ]
 * ```
 */
export async function judgeLeases({
  lent,
  size = 8,
  waiting = 0,
  profiles = [ACME],
  accused = 0,
}: Lending): Promise<Judged> {
  const heap = new HeapBuilder();
  const links = Array.from({ length: size }, () => openConnection(heap, 'AcmeLink'));
  const pool = heap.object('AcmePool').properties({ _all: heap.array(links), _max: size });
  heap.global.property('pool', pool);
  let out = 0;
  const rounds = lent.map((more) => () => {
    out += more;
    const queue = Array.from({ length: waiting }, () => heap.closure('onLink'));
    pool.properties({ _idle: heap.array(links.slice(out)), _queue: heap.array(queue) });
  });
  const { context, search } = await contextOf(heap, rounds, profiles);
  const [abandoned] = search.abandoned;
  return judged(abandoned === undefined ? null : new LeaseCase(context, abandoned, accused));
}

export interface Keeping {
  /** How a connection has what it keeps: `Conn.last` when not given. */
  readonly keep?: (heap: HeapBuilder, conn: HeapNode, kept: HeapNode) => unknown;
  /** How many of the connections another finding speaks of. */
  readonly accused?: number;
  /** Whether another finding says to clear the same field. */
  readonly isPlaceTaken?: boolean;
}

/**
 * What the idle connections of a pool keep, judged.
 *
 * ```
 *   globalThis ─pool▶ Pool ─┬─all──▶ [ Conn × 4 ] ─last▶ [ record of 1 kB × 500 ]
 *                           └─idle─▶ [ the same ]
 * ```
 */
export async function judgeBallast({
  keep = (_, conn, kept) => conn.property('last', kept),
  accused = 0,
  isPlaceTaken = false,
}: Keeping = {}): Promise<Judged> {
  const heap = new HeapBuilder();
  const conns = Array.from({ length: 4 }, () => openConnection(heap, 'Conn'));
  for (const conn of conns)
    keep(heap, conn, heap.array(Array.from({ length: 500 }, () => heap.object('Object', { size: 1000 }))));
  heap.global.property('pool', heap.object('Pool').properties({ all: heap.array(conns), idle: heap.array(conns) }));
  const { context, search } = await contextOf(heap, [() => undefined], []);
  const [ballast] = findIdleBallast(context.view, search.audited);
  return judged(ballast === undefined ? null : new BallastCase(context, ballast, accused, isPlaceTaken));
}
