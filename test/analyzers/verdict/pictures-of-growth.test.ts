import { describe, expect, test } from 'vitest';
import { all, dead, listing, said } from './picture-support.js';

type Row = readonly [title: string, births: readonly number[], said: string];

const GROWTH = 'unbounded-collection: no-death';

//   Hub ──rows──▶ Array ──▶ Row × births of each round, none of which says that it is closed
describe('objects that gather in a list', () => {
  const rows: readonly Row[] = [
    ['are a leak after three rounds that left as many each', [20, 40, 40, 40], `leak ${GROWTH}`],
    ['are a suspect after two rounds', [20, 40, 40], `suspect ${GROWTH}, short-series`],
    ['are a note after one round', [20, 40], `note ${GROWTH}, short-series`],
    ['are a leak when the smallest round left 60 % of the largest', [20, 100, 60, 100], `leak ${GROWTH}`],
    ['are a suspect when it left less', [20, 100, 59, 100], `suspect ${GROWTH}, uneven`],
    ['are a suspect when each round left more than the one before', [20, 10, 20, 40], `suspect ${GROWTH}, uneven`],
    ['are a suspect when a round left a tenth of the largest', [20, 100, 100, 10, 100], `suspect ${GROWTH}, uneven`],
    ['are a note when a round left less than a tenth', [20, 100, 100, 9, 100], `note ${GROWTH}, uneven`],
    ['are a note when a round left nothing', [20, 0, 69, 24], `note ${GROWTH}, uneven`],
    ['are a note when each round left less than the one before', [20, 40, 30, 20], `note ${GROWTH}, slows-down`],
    ['slow down when the last round left less than 60 % of the first', [20, 100, 80, 59], `note ${GROWTH}, slows-down`],
    ['do not when it left 60 %', [20, 100, 80, 60], `leak ${GROWTH}`],
    ['slow down when a round left 90 % of the one before', [20, 100, 90, 59], `note ${GROWTH}, slows-down`],
    ['do not when it left more', [20, 100, 91, 59], `suspect ${GROWTH}, uneven`],
    ['are not asked for a straight line after two rounds', [20, 40, 20], `suspect ${GROWTH}, short-series`],
    ['are a leak from eight a round', [20, 8, 8, 8], `leak ${GROWTH}`],
    ['are nothing to report when they are fewer and small', [20, 8, 7, 8], 'silent: trifle'],
    ['are a suspect from eight a round, of two rounds', [20, 8, 8], `suspect ${GROWTH}, short-series`],
    ['are nothing to report when they are fewer, of two rounds', [20, 8, 7], 'silent: trifle'],
  ];
  test.each(rows)('%s', async (_, births, expected) => {
    expect(await said(listing(births), 'Hub.rows[]', births.length)).toBe(expected);
  });
});

describe('a few large objects a round', () => {
  //   Hub ──rows──▶ Array ──▶ Row of `size` bytes × 7, 8, 8: one fewer than eight a round
  const few = (bytes: number) => said(listing([20, 7, 8, 8], { size: bytes }), 'Hub.rows[]');

  test('are a note, as normal work leaves as many', async () => {
    expect(await few(10_000)).toBe(`note ${GROWTH}, few`);
  });

  test('are nothing to report below 16 kB in all', async () => {
    expect(await few(600)).toBe('silent: trifle');
    expect(await few(1000)).toBe(`note ${GROWTH}, few`);
  });

  //   Hub ──rows──▶ Array ──▶ Client × 7, 8, 8, none of which has a socket: a part of a pool, however small
  test('are a note whatever their size when they are connections', async () => {
    const clients = listing([20, 7, 8, 8], { size: 100, className: 'Client' });
    expect(await said(clients, 'Hub.rows[]')).toBe(`note ${GROWTH}, few`);
  });

  test('are no less than a leak when there are eight a round, however small', async () => {
    expect(await said(listing([20, 8, 8, 8], { size: 100 }), 'Hub.rows[]')).toBe(`leak ${GROWTH}`);
  });
});

//   Hub ──rows──▶ Array ──▶ Row × births of each round, and Desk ──rows──▶ Array ──▶ the rest, so that the class grows steadily
describe('objects of one place among others of their class', () => {
  const share = (births: readonly number[], total: number) => {
    const others = births.map((count) => total - count);
    const work = all(listing(births), listing(others, { owner: 'Desk' }));
    return said(work, 'Hub.rows[]', births.length);
  };

  test('are a burst when all but one round left less than a fifth of the largest', async () => {
    expect(await share([20, 19, 19, 100], 120)).toBe('silent: one-burst');
    expect(await share([20, 100, 19, 0], 120)).toBe('silent: one-burst');
  });

  test('are none when a second round left a fifth', async () => {
    expect(await share([20, 20, 0, 100], 120)).toBe(`note ${GROWTH}, uneven`);
  });

  test('are a burst when they are all of one of two rounds', async () => {
    expect(await share([20, 100, 0], 120)).toBe('silent: one-burst');
    expect(await share([20, 60, 40], 120)).toBe(`suspect ${GROWTH}, short-series`);
  });

  test('may miss one of four rounds, not two', async () => {
    expect(await share([20, 100, 100, 0, 100], 120)).toBe(`note ${GROWTH}, uneven`);
    expect(await share([20, 100, 0, 0, 100], 120)).toBe('silent: one-burst');
  });

  test('are no burst after a single round, of which no more is expected', async () => {
    expect(await share([20, 100], 120)).toBe(`note ${GROWTH}, short-series`);
  });
});

//   Hub ──rows──▶ Array ──▶ Guest (closed) × births of each round, and Desk ──rows──▶ Array ──▶ the rest of each round
describe('dead objects of one place among others of their class', () => {
  const rows: readonly Row[] = [
    ['are a leak when all rounds but one left some', [20, 100, 100, 0], 'leak unbounded-collection'],
    ['are a suspect when only an earlier round did', [20, 0, 100, 0], 'suspect unbounded-collection: not-each-round'],
    ['are a note when only the last round did', [20, 0, 0, 100], 'note unbounded-collection: not-each-round'],
    ['are a leak when both of two rounds did', [20, 60, 60], 'leak unbounded-collection'],
    ['are a note when only the last of two did', [20, 0, 100], 'note unbounded-collection: not-each-round'],
    [
      'are a suspect when two of four rounds did not',
      [20, 100, 0, 0, 100],
      'suspect unbounded-collection: not-each-round',
    ],
    ['are a suspect after a single round', [20, 100], 'suspect unbounded-collection: short-series'],
  ];
  test.each(rows)('%s', async (_, births, expected) => {
    const others = births.map((count) => 120 - count);
    const work = all(dead(births), dead(others, { owner: 'Desk' }));
    expect(await said(work, 'Hub.rows[]', births.length)).toBe(expected);
  });
});
