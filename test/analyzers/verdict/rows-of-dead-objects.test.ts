import { describe, expect, test } from 'vitest';
import { against, type ClusterDifference, clusterCase } from '../support/case-support.js';

type Row = readonly [title: string, dead: number, difference: ClusterDifference, judged: string];

const BOOK = { text: 'Pool.used[]' };
const HOLDER = { text: 'handler.client' };

function judged(dead: number, { facts, ...own }: ClusterDifference): string {
  return against(
    clusterCase({
      isMostlyDead: true,
      kind: 'ledger-entry-kept',
      ...own,
      facts: { ...facts, leading: { dead, ...facts?.leading } },
    }),
  );
}

describe('dead objects of one snapshot', () => {
  const one: ClusterDifference = { rounds: 0, perRound: [], wholeRounds: [] };
  const rows: readonly Row[] = [
    [
      'a bounded place may keep them',
      999,
      { kind: 'stale-link', isBoundedPlace: true },
      'note: single-snapshot, bounded-place',
    ],
    [
      'a holder beside a book excuses nothing',
      1000,
      { facts: { books: [BOOK], outsiders: [HOLDER] } },
      'leak: single-snapshot, has-holder',
    ],
    ['a holder without a book is the place', 1000, { facts: { outsiders: [HOLDER] } }, 'leak: single-snapshot'],
    ['a book alone is no holder', 1000, { facts: { books: [BOOK] } }, 'leak: single-snapshot'],
    ['the dead have no user', 1000, { user: { label: 'f', source: null } }, 'leak: single-snapshot'],
    [
      'the living may have a user',
      1000,
      { isMostlyDead: false, user: { label: 'f', source: null } },
      'leak: single-snapshot, has-user',
    ],
    [
      'what has open handles is connected',
      1000,
      { facts: { dead: 0, openHandles: 1 } },
      'leak: single-snapshot, open-handle',
    ],
    ['not where some are dead', 1000, { facts: { openHandles: 1 } }, 'leak: single-snapshot'],
    ['nor without a handle', 1000, { facts: { dead: 0 } }, 'leak: single-snapshot'],
    ['half of them inbound', 1000, { facts: { inboundShare: 0.5 } }, 'leak: single-snapshot, inbound'],
    ['fewer inbound', 1000, { facts: { inboundShare: 0.49 } }, 'leak: single-snapshot'],
    ['half of them busy', 1000, { facts: { busyShare: 0.5 } }, 'leak: single-snapshot, busy'],
    ['fewer busy', 1000, { facts: { busyShare: 0.49 } }, 'leak: single-snapshot'],
    ['timers that end', 1000, { timers: { expire: true } }, 'leak: single-snapshot, timers-expire'],
    [
      'timers that end, whatever the kind',
      1000,
      { kind: 'unbounded-collection', timers: { expire: true } },
      'leak: single-snapshot, timers-expire',
    ],
    [
      'waiters for a pool that is used up',
      1000,
      { isMostlyDead: false, waiting: { pool: 'p', out: 1, isAtWork: false } },
      'suspect: single-snapshot, pool-exhausted',
    ],
    [
      'waiters for a pool at work',
      1000,
      { isMostlyDead: false, waiting: { pool: 'p', out: 1, isAtWork: true } },
      'note: single-snapshot, pool-exhausted',
    ],
    ['the dead do not wait', 1000, { waiting: { pool: 'p', out: 1, isAtWork: true } }, 'leak: single-snapshot'],
  ];
  test.each(rows)('%s', (_, dead, difference, expected) => {
    expect(judged(dead, { ...one, ...difference })).toBe(`one-snapshot ${expected}`);
  });

  test('that are alive say so', () => {
    expect(against(clusterCase({ ...one, kind: 'stale-link' }))).toBe(
      'one-snapshot note: no-death, single-snapshot, few',
    );
  });
});

describe('dead objects of a series', () => {
  const rows: readonly Row[] = [
    ['are a leak', 60, {}, 'dead leak: '],
    ['two rounds are enough', 60, { rounds: 2, perRound: [30, 30] }, 'dead leak: '],
    ['only the last round left some', 60, { perRound: [0, 0, 60] }, 'dead note: not-each-round'],
    ['only the last of two', 60, { rounds: 2, perRound: [0, 60] }, 'dead note: not-each-round'],
    ['only the first round left some', 60, { perRound: [60, 0, 0] }, 'dead suspect: not-each-round'],
    ['one round without any is chance', 60, { perRound: [30, 0, 30] }, 'dead leak: '],
    ['two rounds without any are not', 60, { rounds: 4, perRound: [0, 0, 30, 30] }, 'dead suspect: not-each-round'],
    ['many need no rounds at all', 1000, { perRound: [0, 0, 60] }, 'many-dead leak: '],
    [
      'timers of each that fire soon take them away',
      60,
      { label: { kind: 'timer', parts: [] }, timers: { expire: true, areEach: true, areLong: false } },
      'dead suspect: timers-expire',
    ],
    [
      'timers of a few do not',
      60,
      { label: { kind: 'timer', parts: [] }, timers: { expire: true, areEach: false, areLong: false } },
      'dead leak: timers-expire',
    ],
    [
      'nor timers that fire late',
      60,
      { label: { kind: 'timer', parts: [] }, timers: { expire: true, areEach: true, areLong: true } },
      'dead leak: timers-expire',
    ],
    [
      'nor timers beside a list',
      60,
      { timers: { expire: true, areEach: true, areLong: false } },
      'dead leak: timers-expire',
    ],
    ['a holder excuses none', 60, { facts: { books: [BOOK], outsiders: [HOLDER] } }, 'dead leak: has-holder'],
    ['a user has none', 60, { user: { label: 'f', source: null } }, 'dead leak: '],
    ['nor do they wait', 60, { waiting: { pool: 'p', out: 1, isAtWork: true } }, 'dead leak: '],
    ['inbound ones are listed', 60, { facts: { inboundShare: 0.5 } }, 'dead leak: inbound'],
    ['busy ones are listed', 60, { facts: { busyShare: 0.5 } }, 'dead leak: busy'],
    ['open ones are listed', 60, { facts: { dead: 0, openHandles: 1 } }, 'dead leak: open-handle'],
    [
      'of many a holder is listed',
      1000,
      { facts: { books: [BOOK], outsiders: [HOLDER] } },
      'many-dead leak: has-holder',
    ],
    ['of many inbound ones are listed', 1000, { facts: { inboundShare: 0.5 } }, 'many-dead leak: inbound'],
    ['of many busy ones are listed', 1000, { facts: { busyShare: 0.5 } }, 'many-dead leak: busy'],
    ['of many open ones are listed', 1000, { facts: { dead: 0, openHandles: 1 } }, 'many-dead leak: open-handle'],
    ['of many timers are listed', 1000, { timers: { expire: true } }, 'many-dead leak: timers-expire'],
    ['none known to be dead is said', 0, {}, 'dead leak: no-death'],
  ];
  test.each(rows)('%s', (_, dead, difference, expected) => {
    expect(judged(dead, difference)).toBe(expected);
  });
});

describe('a place that keeps dead objects on purpose', () => {
  const rows: readonly Row[] = [
    ['is no matter of the living', 60, { isMostlyDead: false }, 'grown leak: '],
    ['only the last round', 60, { perRound: [0, 0, 60] }, 'history note: not-each-round, uneven'],
    [
      'a suspended function',
      60,
      { label: { kind: 'array', parts: [{ kind: 'local-variable' }], owner: { kind: 'function', name: 'f' } } },
      'history note: suspended-holder',
    ],
    ['a holder decides nothing', 60, { facts: { books: [BOOK], outsiders: [HOLDER] } }, 'history suspect: has-holder'],
    ['nor who connected', 60, { facts: { inboundShare: 0.5 } }, 'history suspect: inbound'],
    ['nor work', 60, { facts: { busyShare: 0.5 } }, 'history suspect: busy'],
    ['nor handles', 60, { facts: { dead: 0, openHandles: 1 } }, 'history suspect: open-handle'],
    ['nor timers', 60, { timers: { expire: true } }, 'history suspect: timers-expire'],
    ['nor that none is known to be dead', 0, {}, 'history suspect: no-death'],
  ];
  test.each(rows)('%s', (_, dead, difference, expected) => {
    expect(judged(dead, { isHistory: true, ...difference })).toBe(expected);
  });
});
