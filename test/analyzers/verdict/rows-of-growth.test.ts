import { describe, expect, test } from 'vitest';
import { against, BUSY, type ClusterDifference, clusterCase, PLAIN } from '../support/case-support.js';

type Row = readonly [title: string, difference: ClusterDifference, judged: string];

const BOOK = { text: 'Pool.used[]' };
const HOLDER = { text: 'handler.client' };
const USER = { label: 'f', source: null };
const WAITING = { pool: 'pool', out: 10, isAtWork: false };

describe('growth at one place', () => {
  const rows: readonly Row[] = [
    ['some of which is dead', { facts: { leading: { dead: 1 } } }, 'leak: '],
    [
      'of fewer listeners does not',
      { kind: 'listener-pileup', facts: { leading: { nodes: PLAIN.slice(0, 23) } } },
      'note: no-death, few',
    ],
    [
      'of fewer captured objects does not',
      { kind: 'closure-captured', facts: { leading: { nodes: PLAIN.slice(0, 23) } } },
      'note: no-death, few',
    ],
    [
      'of fewer objects of a class does not',
      { kind: 'growing-class', facts: { leading: { nodes: PLAIN.slice(0, 23) } } },
      'note: no-death, few',
    ],
    [
      'of fewer links of a chain does',
      { kind: 'stale-link', facts: { leading: { nodes: PLAIN.slice(0, 23) } } },
      'leak: no-death',
    ],
    ['has a place, not a holder', { facts: { outsiders: [HOLDER] } }, 'leak: no-death'],
    ['with a book has a holder', { facts: { outsiders: [HOLDER], books: [BOOK] } }, 'leak: no-death, has-holder'],
    [
      'of leases has a user in its holder',
      { kind: 'lease-never-released', facts: { outsiders: [HOLDER] } },
      'note: no-death, has-holder',
    ],
    ['of leases without a holder', { kind: 'lease-never-released', facts: { books: [BOOK] } }, 'leak: no-death'],
    ['of objects may have a user', { user: USER }, 'leak: no-death, has-user'],
    ['of leases may have a user', { kind: 'lease-never-released', user: USER }, 'note: no-death, has-user'],
    ['is connected', { facts: { openHandles: 1 } }, 'leak: no-death, open-handle'],
    ['is connected by peers', { facts: { inboundShare: 0.5 } }, 'leak: no-death, inbound'],
    ['is mostly connected by the process', { facts: { inboundShare: 0.49 } }, 'leak: no-death'],
    ['works', { facts: { busyShare: 0.5 } }, 'leak: no-death, busy'],
    ['works a little', { facts: { busyShare: 0.49 } }, 'leak: no-death'],
    ['waits for a pool', { waiting: WAITING }, 'suspect: no-death, pool-exhausted'],
    ['waits for a pool at work', { waiting: { ...WAITING, isAtWork: true } }, 'note: no-death, pool-exhausted'],
  ];
  test.each(rows)('%s', (_, difference, expected) => {
    expect(against(clusterCase(difference))).toBe(`grown ${expected}`);
  });
});

describe('growth at a place with a bounded name', () => {
  const rows: readonly Row[] = [
    ['is a suspicion', {}, 'suspect: no-death, bounded-place'],
    ['of captured objects', { kind: 'closure-captured' }, 'suspect: no-death, bounded-place'],
    ['of a class', { kind: 'growing-class' }, 'suspect: no-death, bounded-place'],
    ['of Node is a note', { isCorePlace: true }, 'note: no-death, bounded-place'],
    [
      'is a note where it is a suspicion without the name',
      { rounds: 2, perRound: [30, 30] },
      'note: no-death, short-series, bounded-place',
    ],
    ['is a chain in a field', { isChainInField: true }, 'leak: no-death'],
    ['is a chain of links', { kind: 'stale-link' }, 'leak: no-death'],
  ];
  test.each(rows)('%s', (_, difference, expected) => {
    expect(against(clusterCase({ isBoundedPlace: true, ...difference }))).toBe(`grown ${expected}`);
  });
});

test('functions alone are in flight only where promises hold them', () => {
  expect(against(clusterCase({ facts: { groups: [{ group: { kind: 'function' } }] } }))).toBe('grown leak: no-death');
});

describe('a place whose owner came during the series', () => {
  const kinds = [
    'promise-pending',
    'listener-pileup',
    'async-context-held',
    'waiter-stuck',
    'stale-link',
    'refcount-imbalance',
    'closure-captured',
    'unbounded-collection',
    'growing-class',
  ];
  test.each(kinds)('makes a suspicion of %s', (kind) => {
    expect(against(clusterCase({ kind, isHolderOld: false }))).toBe('grown suspect: no-death, young-holder');
  });

  test('does not matter to timers', () => {
    expect(against(clusterCase({ kind: 'timer-held', isHolderOld: false }))).toBe('grown leak: no-death');
  });

  test('does not matter to a sure count', () => {
    const counted = {
      kind: 'refcount-imbalance',
      isHolderOld: false,
      refcount: { check: { objects: 60 }, isSure: true },
    };
    expect(against(clusterCase(counted))).toBe('grown leak: no-death');
    expect(against(clusterCase({ ...counted, refcount: { check: { objects: 60 }, isSure: false } }))).toBe(
      'grown suspect: no-death, young-holder',
    );
    expect(against(clusterCase({ ...counted, kind: 'stale-link' }))).toBe('grown suspect: no-death, young-holder');
  });
});

describe('a line of growth', () => {
  const rows: readonly Row[] = [
    ['of a last round that is not whole', { perRound: [40, 36, 23], wholeRounds: [40, 36] }, 'leak: no-death'],
    ['that is no proof is not looked at', { perRound: [40, 36, 23], restsOnGrowth: false }, 'leak: no-death'],
    ['that is no proof may be uneven', { perRound: [20, 11, 20], restsOnGrowth: false }, 'leak: no-death'],
    ['of listeners may slow down', { kind: 'listener-pileup', perRound: [40, 36, 23] }, 'leak: no-death'],
    ['of listeners may be uneven', { kind: 'listener-pileup', perRound: [20, 11, 20] }, 'leak: no-death'],
  ];
  test.each(rows)('%s', (_, difference, expected) => {
    expect(against(clusterCase(difference))).toBe(`grown ${expected}`);
  });

  const kinds = [
    'stale-link',
    'lease-never-released',
    'refcount-imbalance',
    'closure-captured',
    'unbounded-collection',
    'growing-class',
  ];
  test.each(kinds)('of %s has to be straight', (kind) => {
    expect(against(clusterCase({ kind, perRound: [40, 36, 23] }))).toBe('grown note: no-death, slows-down');
    expect(against(clusterCase({ kind, perRound: [20, 11, 20] }))).toBe('grown suspect: no-death, uneven');
  });

  test.each(kinds)('of %s may end by itself', (kind) => {
    expect(against(clusterCase({ kind, expiry: { field: 'Row.until' } }))).toBe('grown note: no-death, expires');
    const label = { kind: 'array', parts: [{ kind: 'local-variable' }], owner: { kind: 'function', name: 'f' } };
    expect(against(clusterCase({ kind, label }))).toBe('grown suspect: no-death, suspended-holder');
  });
});

describe('objects that say they are in use', () => {
  const busy = (difference: ClusterDifference = {}, facts: object = {}) =>
    against(clusterCase({ isLent: true, ...difference, facts: { leading: { nodes: BUSY }, ...facts } }));

  test('are a suspect where nothing but the place that collects them has them', () => {
    expect(busy()).toBe('grown suspect: no-death, says-it-lives');
  });

  test('are a note where a flag alone says so, of resources that are not leased', () => {
    expect(busy({ isLent: false })).toBe('grown note: no-death, says-it-lives');
  });

  test.each<[string, ClusterDifference, object?]>([
    ['somebody else holds them', {}, { outsiders: [{ id: 7, text: 'Task.conn' }] }],
    ['they have an open handle', {}, { openHandles: 1 }],
    ['a function waits with them', { user: { kind: 'function', label: 'f()', source: null } }],
    ['they wait for a pool', { waiting: { inventory: { size: 1 } } }],
    ['they are no collection', { isInCollection: false }],
    ['two references hold them', { set: { labels: [{}, {}], frees: 60 } }],
    ['the reference does not hold all of them', { cut: { frees: 59 } }],
  ])('are a note where %s', (_, difference, facts) => {
    expect(busy(difference, facts)).toMatch(/^grown note: .*says-it-lives/);
  });
});

describe('entries that say how long they live', () => {
  const expiry = { field: 'Row.until' };
  const some = (busy: number) => [...PLAIN.slice(0, 60 - busy), ...BUSY.slice(0, busy)];
  const rows: readonly Row[] = [
    ['are no matter of growth', { expiry, restsOnGrowth: false }, 'leak: no-death'],
    [
      'some older ones are in use',
      { facts: { leading: { nodes: some(60).slice(0, 48).concat(some(0).slice(0, 12)) } } },
      'leak: no-death',
    ],
    ['are in use beside a book', { restsOnGrowth: false, facts: { leading: { nodes: BUSY } } }, 'leak: no-death'],
    [
      'lie in a variable beside a book',
      {
        restsOnGrowth: false,
        label: { kind: 'array', parts: [{ kind: 'local-variable' }], owner: { kind: 'function', name: 'f' } },
      },
      'leak: no-death',
    ],
  ];
  test.each(rows)('%s', (_, difference, expected) => {
    expect(against(clusterCase(difference))).toBe(`grown ${expected}`);
  });
});

describe('timers that end', () => {
  const late = { expire: true, areLong: true, areSettled: false };
  const few = { leading: { nodes: PLAIN.slice(0, 23) } };
  const enough = { leading: { nodes: PLAIN.slice(0, 24) } };
  const rows: readonly Row[] = [
    ['take what merely grows with them', { timers: late }, 'note: no-death, timers-expire'],
    ['leave most in a collection', { timers: { ...late, areFew: true } }, 'leak: no-death, timers-expire'],
    [
      'are few and take what grows outside of a collection',
      { timers: { ...late, areFew: true }, isInCollection: false, kind: 'growing-class' },
      'note: no-death, timers-expire',
    ],
    [
      'hold for no more than a note',
      { kind: 'timer-held', timers: { ...late, areLong: false } },
      'note: no-death, timers-expire',
    ],
    ['fire late', { kind: 'timer-held', timers: late }, 'suspect: no-death, timers-expire'],
    [
      'fire late for eight a round',
      { kind: 'timer-held', timers: late, facts: enough },
      'suspect: no-death, timers-expire',
    ],
    ['fire late for few', { kind: 'timer-held', timers: late, facts: few }, 'note: no-death, timers-expire'],
    ['fire late for a cycle', { kind: 'anchored-cycle', timers: late }, 'suspect: no-death, timers-expire'],
    [
      'fire late for nothing',
      { kind: 'timer-held', timers: { ...late, areSettled: true } },
      'leak: no-death, timers-expire',
    ],
    [
      'fire soon for nothing',
      { kind: 'timer-held', timers: { ...late, areLong: false, areSettled: true } },
      'note: no-death, timers-expire',
    ],
    ['hold promises as well', { kind: 'promise-pending', timers: late }, 'leak: no-death, timers-expire'],
    ['do not all end', { kind: 'timer-held', timers: { ...late, expire: false } }, 'leak: no-death'],
  ];
  test.each(rows)('%s', (_, difference, expected) => {
    expect(against(clusterCase(difference))).toBe(`grown ${expected}`);
  });
});

describe('connections that are open', () => {
  const open = { isConnected: true, kind: 'lease-never-released', restsOnGrowth: false };
  const handles = { openHandles: 60 };
  const rows: readonly Row[] = [
    ['are a leak', {}, 'open leak: no-death, open-handle'],
    ['after two rounds', { rounds: 2, perRound: [30, 30] }, 'open suspect: no-death, short-series, open-handle'],
    ['after one round', { rounds: 1, perRound: [60] }, 'open suspect: no-death, short-series, open-handle'],
    ['have a place', { facts: { ...handles, outsiders: [HOLDER] } }, 'open suspect: no-death, has-holder, open-handle'],
    [
      'have a user beside a book',
      { facts: { ...handles, outsiders: [HOLDER], books: [BOOK] } },
      'open note: no-death, has-holder, open-handle',
    ],
    [
      'have peers nearby',
      { facts: { ...handles, outsiders: [HOLDER], inboundNearby: 0.5 } },
      'open note: no-death, has-holder, open-handle',
    ],
    [
      'have few peers nearby',
      { facts: { ...handles, outsiders: [HOLDER], inboundNearby: 0.49 } },
      'open suspect: no-death, has-holder, open-handle',
    ],
    ['have a suspended user', { user: USER }, 'open note: no-death, has-user, open-handle'],
    ['are inbound', { facts: { ...handles, inboundShare: 0.5 } }, 'open note: no-death, open-handle, inbound'],
    ['are busy', { facts: { ...handles, busyShare: 0.5 } }, 'open note: no-death, open-handle, busy'],
    ['wait', { waiting: WAITING }, 'open suspect: no-death, open-handle, pool-exhausted'],
    ['have timers', { timers: { expire: true } }, 'open leak: no-death, open-handle, timers-expire'],
    [
      'in a list have timers',
      { kind: 'unbounded-collection', timers: { expire: true } },
      'open leak: no-death, open-handle, timers-expire',
    ],
    ['are of a pool made each time', { isPoolEach: true }, 'grown leak: no-death, open-handle'],
    ['are not really open', { isConnected: false }, 'grown leak: no-death, open-handle'],
    [
      'are counted for sure',
      { kind: 'refcount-imbalance', refcount: { check: { objects: 1 }, isSure: true } },
      'grown leak: no-death, open-handle',
    ],
    [
      'are counted',
      { kind: 'refcount-imbalance', refcount: { check: { objects: 1 }, isSure: false } },
      'open leak: no-death, open-handle',
    ],
    [
      'are counted, but accused of something else',
      { refcount: { check: { objects: 1 }, isSure: true } },
      'open leak: no-death, open-handle',
    ],
  ];
  test.each(rows)('%s', (_, difference, expected) => {
    expect(against(clusterCase({ ...open, ...difference, facts: difference.facts ?? handles }))).toBe(expected);
  });
});
