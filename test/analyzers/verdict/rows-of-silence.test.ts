import { describe, expect, test } from 'vitest';
import { against, type ClusterDifference, clusterCase, inFavor, PLAIN } from '../support/case-support.js';

type Row = readonly [title: string, difference: ClusterDifference, judged: string];

const HANDLE = { id: 1, kind: 'handle', text: 'TCP' };
const TIMER = { id: 2, kind: 'timer', text: 'setTimeout' };
const FIELD = { id: 3, kind: 'field', text: 'Pool.last' };
const cut = (...labels: object[]) => ({ labels, isLink: false, isListed: false, frees: 60, freedBytes: 100_000 });

describe('a cluster is not judged', () => {
  const peers: ClusterDifference = { set: cut(HANDLE), facts: { inboundShare: 0.51, openHandles: 1 } };
  const rows: readonly Row[] = [
    ['where a pool has it in stock', { facts: { isIdle: true } }, 'silent: booked-idle'],
    ['but where it is dead', { isMostlyDead: true, facts: { isIdle: true, leading: { dead: 60 } } }, 'dead leak: '],
    ['where peers have just connected', peers, 'silent: just-connected'],
    ['where only sockets and timers hold them', { ...peers, set: cut(HANDLE, TIMER) }, 'silent: just-connected'],
    [
      'but where a field holds them',
      { ...peers, set: cut(HANDLE, FIELD) },
      'grown leak: no-death, open-handle, inbound',
    ],
    [
      'but where half are peers',
      { ...peers, facts: { inboundShare: 0.5, openHandles: 1 } },
      'grown leak: no-death, open-handle, inbound',
    ],
    ['but where none is open', { ...peers, facts: { inboundShare: 0.51 } }, 'grown leak: no-death, inbound'],
    ['but where peers are dead', { ...peers, isMostlyDead: true }, 'dead leak: no-death, open-handle, inbound'],
    ['where one round left nearly all', { perRound: [1, 1, 60] }, 'silent: one-burst'],
    ['where less than a fifth is left of one', { perRound: [3, 20, 3] }, 'silent: one-burst'],
    ['but where a fifth is', { perRound: [4, 20, 4] }, 'grown suspect: no-death, uneven'],
    ['where one of two rounds left none', { rounds: 2, perRound: [0, 60] }, 'silent: one-burst'],
    ['where two of four rounds left any', { rounds: 4, perRound: [0, 0, 30, 30] }, 'silent: one-burst'],
    ['but where three of four did', { rounds: 4, perRound: [0, 30, 30, 30] }, 'grown note: no-death, uneven'],
    ['where none left any', { perRound: [0, 0, 0] }, 'silent: one-burst'],
    ['but after one round', { rounds: 1, perRound: [60] }, 'grown note: no-death, short-series'],
  ];
  test.each(rows)('%s', (_, difference, expected) => {
    expect(against(clusterCase(difference))).toBe(expected);
  });
});

describe('what speaks for a cluster', () => {
  const dead: ClusterDifference = { isMostlyDead: true, facts: { leading: { dead: 60 } } };
  const expired: ClusterDifference = { expiry: { field: 'Row.until' }, isExpired: true };
  const ended = { expire: true, areEach: false, areLong: false, areSettled: true };
  const booked: ClusterDifference = { facts: { books: [{ text: 'Pool.used[]' }] } };
  const rows: readonly Row[] = [
    ['is its growth and its one holder', {}, 'steady-growth, single-holder'],
    ['is no growth in one round', { rounds: 1, perRound: [60] }, 'single-holder'],
    ['is that it is dead', dead, 'dead, steady-growth, single-holder'],
    ['is that one is dead', { facts: { leading: { dead: 1 } } }, 'dead, steady-growth, single-holder'],
    ['are two holders not', { set: cut(FIELD, TIMER) }, 'steady-growth'],
    ['is not one that frees less', { set: cut(FIELD), cut: { frees: 59 } }, 'steady-growth'],
    ['is that nobody has it but a book', booked, 'steady-growth, single-holder, no-holder'],
    [
      'is not that somebody else has it',
      { facts: { ...booked.facts, outsiders: [{ text: 'x' }] } },
      'steady-growth, single-holder',
    ],
    ['is not that the dead have nobody', { ...booked, isMostlyDead: true }, 'steady-growth, single-holder'],
    [
      'is not that it waits',
      { ...booked, waiting: { pool: 'p', out: 1, isAtWork: false } },
      'steady-growth, single-holder',
    ],
    [
      'is not that a function has it',
      { ...booked, user: { label: 'f', source: null } },
      'steady-growth, single-holder',
    ],
    [
      'is that only a handle keeps it',
      { kind: 'lease-never-released', set: cut(HANDLE, HANDLE) },
      'steady-growth, handle-only',
    ],
    ['is not a handle beside a field', { kind: 'lease-never-released', set: cut(HANDLE, FIELD) }, 'steady-growth'],
    ['is that of any kind', { set: cut(HANDLE, HANDLE) }, 'steady-growth, handle-only'],
    ['is a count', { refcount: { check: { objects: 1 }, isSure: false } }, 'steady-growth, single-holder, refcount'],
    ['is no count of nothing', { refcount: { check: { objects: 0 }, isSure: false } }, 'steady-growth, single-holder'],
    ['is that its time is over', expired, 'steady-growth, single-holder, expired'],
    [
      'is that its time is over after two rounds',
      { ...expired, rounds: 2, perRound: [30, 30] },
      'steady-growth, single-holder, expired',
    ],
    ['is not after one round', { ...expired, rounds: 1, perRound: [60] }, 'single-holder'],
    ['is not of timers', { ...expired, kind: 'timer-held' }, 'steady-growth, single-holder'],
    ['is not beside a book', { ...expired, restsOnGrowth: false }, 'steady-growth, single-holder'],
    ['is not of the dead', { ...expired, isMostlyDead: true }, 'steady-growth, single-holder'],
    ['is not that its time comes', { ...expired, isExpired: false }, 'steady-growth, single-holder'],
    ['is that its timers have nothing to do', { timers: ended }, 'steady-growth, single-holder, timers-settled'],
    [
      'is not that timers have something to do',
      { timers: { ...ended, areSettled: false } },
      'steady-growth, single-holder',
    ],
    ['is not that timers go on', { timers: { ...ended, expire: false } }, 'steady-growth, single-holder'],
  ];
  test.each(rows)('%s', (_, difference, expected) => {
    expect(inFavor(clusterCase(difference))).toBe(expected);
  });

  const codes = ['in-no-book', 'in-two-books', 'booked-twice', 'closed-but-booked', 'leased-without-holder'] as const;
  test.each(codes)('is the audit: %s', (code) => {
    const { context, facts } = clusterCase();
    const audited = (node: number) =>
      clusterCase({ context: { ...context, ledgerFacts: new Map([[node, new Set([code])]]) } });
    expect(inFavor(audited(facts.leading.nodes[0]))).toBe(`steady-growth, single-holder, audit-${code}`);
    expect(inFavor(audited(-1))).toBe('steady-growth, single-holder');
  });

  test('is that half of it is leased', () => {
    const { context } = clusterCase();
    const lease = { inventory: { leased: 30, size: 40 }, holder: undefined, age: null, origin: null, words: null };
    const leased = (count: number) =>
      clusterCase({ context: { ...context, leaseFacts: new Map(PLAIN.slice(0, count).map((node) => [node, lease])) } });
    expect(inFavor(leased(30))).toBe('steady-growth, single-holder, leases');
    expect(inFavor(leased(29))).toBe('steady-growth, single-holder');
    expect(inFavor(leased(0))).toBe('steady-growth, single-holder');
  });
});
