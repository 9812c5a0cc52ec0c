import { describe, expect, it } from 'vitest';
import { SeriesAnalysis } from '../../../../src/analyzers/search/series-analysis.js';
import { HeapGraph } from '../../../../src/graph/heap-graph.js';
import type { Profile } from '../../../../src/profiles/profile-schema.js';
import { HeapBuilder, type HeapNode } from '../../../support/heap-dsl.js';
import { openConnection } from '../audit/audit-support.js';

const MAX = 8;
const USERS = { file: '/app/users.js', line: 41, column: 3 };

const profile: Profile = {
  name: 'acme',
  classes: { pool: { class: 'AcmePool', fields: ['_all', '_spare', '_queue'], anyName: true } },
  connections: ['AcmeLink'],
  pools: [
    {
      class: 'pool',
      ledgers: [
        { field: '_all', role: 'all' },
        { field: '_spare', role: 'idle' },
        { field: '_queue', role: 'pending' },
      ],
      maximum: '_max',
    },
  ],
  timestamps: [{ class: 'AcmeLink', field: 'giveBack', means: 'leased', clock: 'birth' }],
  words: { pool: 'acme pool', resource: 'acme link', release: 'link.giveBack()' },
};

interface Round {
  /** Links lent in this round. */
  readonly lend: number;
  readonly waiting?: number;
}

/**
 * `globalThis.db ─▶ pool ─_all─▶ [ eight links ]`, made before the series: only what is idle gets less.
 *
 * @param use what the program does with a link that it has got
 */
async function analyze(
  rounds: readonly Round[],
  use: (heap: HeapBuilder, link: HeapNode) => unknown = () => undefined,
  profiles: readonly Profile[] = [profile],
) {
  const heap = new HeapBuilder();
  const links = Array.from({ length: MAX }, () => openConnection(heap, 'AcmeLink'));
  const pool = heap.object('AcmePool').property('_all', heap.array(links)).property('_max', MAX);
  heap.global.property('db', heap.object('Db').property('pool', pool));
  const series = new SeriesAnalysis(profiles);
  let lent = 0;
  for (const [index, { lend, waiting = 0 }] of rounds.entries()) {
    for (const link of links.slice(lent, lent + lend)) {
      link.property('giveBack', heap.closure('giveBack'));
      use(heap, link);
    }
    lent += lend;
    pool.property('_spare', heap.array(links.slice(lent)));
    pool.property('_queue', heap.array(Array.from({ length: waiting }, () => heap.closure('onLink'))));
    const graph = new HeapGraph(await heap.toColumns());
    if (index === rounds.length - 1) return series.finish(graph);
    series.add(graph);
  }
  throw new Error('no rounds');
}

const FORGETTING: readonly Round[] = [{ lend: 1 }, { lend: 2 }, { lend: 2 }, { lend: 2 }];

describe('leases that nobody is left to return', () => {
  //   Pool ─_all─▶ [ c … ]    c is not in _spare, and nothing else leads to it: 1, 3, 5 of them from snapshot to snapshot
  it('are a leak when they get more each round, though the pool makes no more connections', async () => {
    const { findings, headline } = await analyze(FORGETTING);
    expect(findings).toMatchObject([
      { kind: 'lease-never-released', verdict: 'leak', countPerSnapshot: [1, 3, 5, 5], brokenEdge: null },
    ]);
    expect(headline).toBe(
      'Call `link.giveBack()` on every path: 5 of 8 acme links are out, and nobody is left to return them.',
    );
    expect(findings[0]?.holders).toMatchObject([{ kind: 'ledger', label: 'AcmePool._all[]' }]);
  });

  it('are one finding with those that the pool has made for it since', async () => {
    const heap = new HeapBuilder();
    const lend = (link: HeapNode): HeapNode => link.property('giveBack', heap.closure('giveBack'));
    const old = Array.from({ length: 24 }, () => openConnection(heap, 'AcmeLink'));
    const all = heap.array(old);
    const pool = heap.object('AcmePool').property('_all', all).property('_max', 60);
    heap.global.property('db', heap.object('Db').property('pool', pool));
    const series = new SeriesAnalysis([profile]);
    for (const round of [0, 1, 2, 3]) {
      for (const link of old.slice(6 * round, 6 * round + 6)) lend(link);
      if (round > 0) for (let count = 0; count < 3; count += 1) all.push(lend(openConnection(heap, 'AcmeLink')));
      pool.property('_spare', heap.array(old.slice(6 * round + 6)));
      pool.property('_queue', heap.array([]));
      const graph = new HeapGraph(await heap.toColumns());
      if (round < 3) {
        series.add(graph);
        continue;
      }
      const { findings } = series.finish(graph);
      expect(findings.map(({ kind, verdict }) => [kind, verdict])).toEqual([['lease-never-released', 'leak']]);
      // 18 of the old ones and six new ones were out in the snapshot before as well.
      expect(findings[0].countPerSnapshot).toEqual([6, 15, 24, 24]);
    }
  });

  it('are a suspect where the books of the pool are inferred', async () => {
    const named: Profile = { name: 'mine', connections: ['AcmeLink'] };
    const [withBooks, inferred] = [profile, named].map((each) => ({ ...each, timestamps: [] }));
    const verdicts = async (each: Profile) =>
      (await analyze(FORGETTING, undefined, [each])).findings.map(({ verdict }) => verdict);
    expect(await verdicts(withBooks ?? profile)).toEqual(['leak']);
    expect(await verdicts(inferred ?? named)).not.toContain('leak');
  });

  //   c ─waiters─▶ promise reaction ─▶ Generator of getUser      the function that waits has c in no variable
  it('are none while a function of the program waits below the connection', async () => {
    const { findings } = await analyze(FORGETTING, (heap, link) => {
      const getUser = heap.closure('getUser', { place: USERS });
      link.property('onAnswer', heap.object('PromiseReaction').property('next', suspended(heap, getUser)));
    });
    expect(findings).toEqual([]);
  });

  //   c ─_events─▶ { error: onError }      a listener that tidies up uses nothing
  it('are no less abandoned when they have a listener for errors', async () => {
    const { findings } = await analyze(FORGETTING, (heap, link) => {
      const onError = heap.closure('onError', { place: USERS });
      link.property('_events', heap.object().property('error', onError));
    });
    expect(findings).toMatchObject([{ kind: 'lease-never-released', verdict: 'leak' }]);
  });

  //   globalThis.sessions ─▶ [ c … ]
  it('are none when a collection of the program has them', async () => {
    const { findings } = await analyze(FORGETTING, (heap, link) => {
      heap.global.property(`session${link.id}`, heap.object('Session').property('link', link));
    });
    expect(findings).toEqual([]);
  });

  it('are not told apart from leases kept on purpose while there are few of them, or always as many', async () => {
    expect((await analyze([{ lend: 1 }, { lend: 0 }, { lend: 1 }, { lend: 0 }])).findings).toEqual([]);
    expect((await analyze([{ lend: 5 }, { lend: 0 }, { lend: 0 }, { lend: 0 }])).findings).toEqual([]);
  });

  it('are a suspect when they are as many as before and others wait for them', async () => {
    const waiting = 3;
    const { findings, notes } = await analyze([
      { lend: MAX, waiting },
      { lend: 0, waiting },
    ]);
    expect(findings).toMatchObject([{ kind: 'lease-never-released', verdict: 'suspect' }]);
    expect(findings[0]?.headline).toContain('while 3 checkouts wait');
    expect(notes.map(({ code }) => code)).toContain('pool-exhausted');
  });
});

describe('a pool that has nothing left to lend', () => {
  const held = (heap: HeapBuilder, link: HeapNode) => {
    const getUser = heap.closure('getUser', { place: USERS });
    const registers = heap.allocate('array', '(object elements)').internal('0', link);
    const waiting = heap.object('Generator').internal('function', getUser);
    heap.global.property(`call${link.id}`, waiting.internal('parameters_and_registers', registers));
  };

  it('is said to be exhausted in the first sentence, with who has what is out, and is no leak', async () => {
    const { verdict, headline, pools } = await analyze([{ lend: MAX }, { lend: 0, waiting: 2 }], held);
    expect(verdict).toBe('clean');
    expect(headline).toBe(
      'Nothing keeps growing, but acme pool `AcmePool` is exhausted: 8 acme links of at most 8 are out, none is idle, ' +
        'and 2 checkouts wait: `getUser()` at /app/users.js:42 holds 8.',
    );
    expect(pools[0]?.audit).toMatchObject([{ code: 'exhausted', count: 2, severity: 'note' }]);
  });

  it('says how many of them work on something', async () => {
    const working = (heap: HeapBuilder, link: HeapNode) => {
      held(heap, link);
      link.property('activeQuery', heap.object('Query'));
    };
    const { headline } = await analyze([{ lend: MAX }, { lend: 0, waiting: 2 }], working);
    expect(headline).toMatch(/holds 8; 8 of 8 work on something right now\.$/);
  });

  it('is not exhausted while nobody waits, or something is idle', async () => {
    const full = await analyze([{ lend: MAX }, { lend: 0 }], held);
    const idle = await analyze([{ lend: 4 }, { lend: 0, waiting: 2 }], held);
    for (const { headline } of [full, idle]) expect(headline).toBe('Nothing keeps growing: no leak found.');
  });
});

function suspended(heap: HeapBuilder, called: HeapNode): HeapNode {
  return heap.object('Generator').internal('function', called);
}
