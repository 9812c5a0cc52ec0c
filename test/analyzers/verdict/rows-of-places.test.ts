import { describe, expect, test } from 'vitest';
import type { LeaseCase } from '../../../src/analyzers/cases/lease-case.js';
import {
  abandoned,
  against,
  ballastCase,
  clusterCase,
  type Difference,
  inFavor,
  leaseCase,
  type PlaceDifference,
  placeCase,
  ROWS,
  STORE,
} from '../support/case-support.js';

type Row = readonly [title: string, difference: PlaceDifference, judged: string];

const CAUSES = ['repeated', 'values', 'text'];
const named = (...names: string[]) => ({
  label: {
    kind: 'array',
    text: names.join('.'),
    owner: { kind: 'class', name: names[0] },
    ownerNode: STORE,
    parts: names.slice(1).map((name) => ({ kind: 'field', name })),
  },
});

describe('a place that grows without objects', () => {
  const rows: readonly Row[] = [
    ['is a leak', {}, 'values leak: '],
    ['of the same objects is a leak', { cause: 'repeated' }, 'repeated leak: '],
    ['of text is a leak', { cause: 'text' }, 'text leak: '],
    ['of integers is a suspicion', { cause: 'integers' }, 'integers suspect: invisible-entries'],
    ['of integers whose store grew once', { cause: 'integers', storeSteps: 1 }, 'integers note: invisible-entries'],
    ['of integers in no list', { cause: 'integers', isList: false }, 'integers note: invisible-entries'],
    ['of two rounds', { rounds: 2 }, 'values note: short-series'],
    ['of two rounds of the same objects', { cause: 'repeated', rounds: 2 }, 'repeated suspect: short-series'],
    ['of two rounds of text', { cause: 'text', rounds: 2 }, 'text note: short-series'],
    ['of two rounds of integers', { cause: 'integers', rounds: 2 }, 'integers suspect: invisible-entries'],
    ['of eight entries a round', { added: 24 }, 'values leak: '],
    ['of fewer entries a round', { added: 23 }, 'values note: few'],
    ['of fewer entries of the same objects', { cause: 'repeated', added: 23 }, 'repeated leak: '],
    ['of objects that are listed four times', { cause: 'repeated', repeats: 4 }, 'repeated leak: '],
    ['of objects that are listed less often', { cause: 'repeated', repeats: 3.9 }, 'repeated suspect: few-repeats'],
    ['of values that are listed once', { repeats: 1 }, 'values leak: '],
  ];
  test.each(rows)('%s', (_, difference, expected) => {
    expect(against(placeCase(difference))).toBe(expected);
  });

  test.each([...CAUSES, 'integers'])('of %s with a bounded name is a note', (cause) => {
    expect(against(placeCase({ cause, ...named('Store', 'cache') }))).toMatch(/ note: .*bounded-place/);
  });

  test('of a name that no text is bounded by', () => {
    expect(against(placeCase({ cause: 'text', ...named('Store', 'log') }))).toBe('text leak: ');
    expect(against(placeCase({ cause: 'values', ...named('Store', 'log') }))).toBe('values note: bounded-place');
    expect(against(placeCase({ cause: 'text', ...named('Store', 'cache') }))).toBe('text note: bounded-place');
  });

  test.each(CAUSES)('of %s has to be straight', (cause) => {
    expect(against(placeCase({ cause, perRound: [40, 36, 23] }))).toBe(`${cause} note: slows-down`);
    expect(against(placeCase({ cause, perRound: [20, 11, 20] }))).toBe(`${cause} suspect: uneven`);
    expect(against(placeCase({ cause, perRound: [20, 11] }))).toBe(`${cause} leak: `);
  });

  test('of integers has no rounds to count', () => {
    expect(against(placeCase({ cause: 'integers', perRound: [40, 36, 23] }))).toBe(
      'integers suspect: invisible-entries',
    );
  });
});

describe('entries of a place', () => {
  const rows: readonly Row[] = [
    ['of which nearly all are cleared', { contents: { cleared: 72 } }, 'values note: cleared-slots'],
    ['of which fewer are cleared', { contents: { cleared: 71 } }, 'values leak: '],
    ['of which nearly all are values', { contents: { values: 72, cleared: 72 } }, 'values note: cleared-slots'],
    ['of which fewer are values', { contents: { values: 71, cleared: 71 } }, 'values leak: '],
    ['that are the same objects', { cause: 'repeated', contents: { cleared: 80 } }, 'repeated note: cleared-slots'],
    ['in no array', { place: { nodes: [STORE] }, contents: { cleared: 80 } }, 'values suspect: cleared-slots'],
    [
      'in an array and in something else',
      { place: { nodes: [ROWS, STORE] }, contents: { cleared: 80 } },
      'values suspect: cleared-slots',
    ],
    [
      'of a queue that clears late',
      { entries: 1024, place: { sizes: [900, 940, 980, 1024] }, contents: { values: 1024, cleared: 1024 } },
      'values note: cleared-slots',
    ],
    [
      'of more slots than any queue clears late',
      { entries: 1025, place: { sizes: [900, 940, 980, 1025] }, contents: { values: 1025, cleared: 1025 } },
      'values leak: cleared-slots',
    ],
    [
      'of two queues that clear late',
      {
        entries: 2048,
        place: { nodes: [ROWS, ROWS], sizes: [900, 940, 980, 2048] },
        contents: { values: 2048, cleared: 2048 },
      },
      'values note: cleared-slots',
    ],
    ['of which half are fresh', { contents: { fresh: 40 } }, 'values note: refreshed'],
    ['of which fewer are fresh', { contents: { fresh: 39 } }, 'values leak: '],
    ['of the same objects are fresh', { cause: 'repeated', contents: { fresh: 40 } }, 'repeated note: refreshed'],
    ['that doubled are fresh', { place: { sizes: [20, 30, 40, 80] }, contents: { fresh: 60 } }, 'values leak: '],
    [
      'that doubled and changed',
      { place: { sizes: [20, 30, 40, 80] }, contents: { fresh: 61 } },
      'values note: refreshed',
    ],
    [
      'with two values each are fresh',
      { place: { sizes: [20, 40, 60, 80] }, contents: { values: 160, fresh: 60 } },
      'values leak: ',
    ],
    [
      'with two values each changed',
      { place: { sizes: [20, 40, 60, 80] }, contents: { values: 160, fresh: 61 } },
      'values note: refreshed',
    ],
  ];
  test.each(rows)('%s', (_, difference, expected) => {
    expect(against(placeCase(difference))).toBe(expected);
  });
});

describe('a place is not judged', () => {
  const rows: readonly Row[] = [
    ['where its entries are new objects', { contents: { young: 13 } }, 'silent: own-objects'],
    ['but where a fifth is new', { contents: { young: 12 } }, 'values leak: '],
    [
      'where its objects are known',
      { contents: { targets: [STORE] }, isCovered: (node: number) => node === STORE },
      'silent: own-objects',
    ],
    ['where objects are listed once', { cause: 'repeated', repeats: 1.9 }, 'silent: own-objects'],
    ['but where they are listed twice', { cause: 'repeated', repeats: 2 }, 'repeated suspect: few-repeats'],
    ['but text has no objects', { cause: 'text', contents: { young: 60 } }, 'text leak: '],
    ['nor have integers', { cause: 'integers', contents: { young: 60 } }, 'integers suspect: invisible-entries'],
    [
      'where the collection is known',
      { isCovered: (node: number) => node === ROWS, place: { owners: [STORE] } },
      'silent: covered',
    ],
    [
      'where its owner is known',
      { isCovered: (node: number) => node === STORE, place: { owners: [STORE] } },
      'silent: covered',
    ],
  ];
  test.each(rows)('%s', (_, difference, expected) => {
    expect(against(placeCase(difference))).toBe(expected);
  });
});

describe('leases that no code can return', () => {
  const rows: readonly (readonly [string, Difference<LeaseCase>, string])[] = [
    ['are a leak', {}, 'abandoned leak: '],
    ['of a pool that no profile knows', { isKnownPool: false }, 'abandoned suspect: inferred-books'],
    ['that do not get more', { accumulates: false, starves: true }, 'abandoned suspect: no-growth'],
    ['that nobody waits for', { accumulates: false }, 'silent: steady-leases'],
    ['of which there are three', { abandoned: abandoned(3) }, 'abandoned leak: '],
    ['of which there are two', { abandoned: abandoned(2) }, 'silent: few-leases'],
    ['half of which are accused', { abandoned: abandoned(4), accused: 2 }, 'silent: accused-already'],
    ['fewer of which are accused', { abandoned: abandoned(4), accused: 1 }, 'abandoned leak: '],
  ];
  test.each(rows)('%s', (_, difference, expected) => {
    expect(against(leaseCase(difference))).toBe(expected);
  });

  test('are more, and missed', () => {
    expect(inFavor(leaseCase())).toBe('leases, nobody-left, accumulating');
    expect(inFavor(leaseCase({ accumulates: false, starves: true }))).toBe('leases, nobody-left, exhausted');
  });
});

describe('what idle connections keep', () => {
  test('is a suspicion', () => {
    expect(against(ballastCase())).toBe('ballast suspect: no-growth, may-be-wanted');
    expect(inFavor(ballastCase())).toBe('idle, single-holder');
    expect(inFavor(ballastCase({ functionOnWay: { file: 'a.js', line: 1 } }))).toBe('idle, single-holder, function');
  });

  test('is not said twice', () => {
    expect(against(ballastCase({ isPlaceTaken: true }))).toBe('silent: same-place');
    expect(against(ballastCase({ accused: 2 }))).toBe('silent: accused-already');
    expect(against(ballastCase({ accused: 1 }))).toBe('ballast suspect: no-growth, may-be-wanted');
    expect(against(clusterCase({ isPlaceTaken: true }))).toBe('silent: same-place');
  });
});

describe('what speaks for a place', () => {
  test('is its growth', () => {
    expect(inFavor(placeCase())).toBe('steady-growth, no-objects');
    expect(inFavor(placeCase({ cause: 'repeated' }))).toBe('steady-growth, same-targets');
    expect(inFavor(placeCase({ cause: 'text' }))).toBe('steady-growth, longer-text');
    expect(inFavor(placeCase({ cause: 'integers' }))).toBe('steady-growth');
  });
});
