import { describe, expect, test } from 'vitest';
import { judgeBallast, judgeLeases } from '../pool-cases-support.js';

describe('leases that no code can return are set aside', () => {
  test('while there are fewer than three', async () => {
    const two = await judgeLeases({ lent: [1, 1, 0, 0] });
    expect(two).toMatchObject({ verdict: 'silent', why: 'few-leases' });
    expect(two.texts['few-leases']).toMatch(/^No code can return 2 leases: that may be on purpose/);
    const one = await judgeLeases({ lent: [1, 0, 0, 0] });
    expect(one.texts['few-leases']).toMatch(/^No code can return one lease:/);
    expect(await judgeLeases({ lent: [1, 1, 1, 0] })).toMatchObject({ verdict: 'leak', why: null });
  });

  test('while they are as many as before, and there are no waiters for them', async () => {
    const steady = await judgeLeases({ lent: [3, 2, 0, 0] });
    expect(steady).toMatchObject({ verdict: 'silent', why: 'steady-leases' });
    expect(steady.texts['steady-leases']).toBe(
      '3, 5, 5, 5 leases could be returned by no code: their number does not grow, and no caller waits for them.',
    );
    expect(await judgeLeases({ lent: [5, 3, 0, 0], waiting: 1 })).toMatchObject({ verdict: 'suspect' });
    expect(await judgeLeases({ lent: [1, 2, 2, 0] })).toMatchObject({ verdict: 'leak' });
  });

  //   6 leases, 3 or 2 of which are of another finding
  test('where another finding covers half of them', async () => {
    const half = await judgeLeases({ lent: [2, 2, 2, 0], accused: 3 });
    expect(half).toMatchObject({ verdict: 'silent', why: 'accused-already' });
    expect(half.texts['accused-already']).toBe('Another finding covers 3 of these objects already.');
    expect(await judgeLeases({ lent: [2, 2, 2, 0], accused: 2 })).toMatchObject({ verdict: 'leak' });
  });
});

describe('what idle connections keep is set aside', () => {
  //   4 connections, 2 or 1 of which are of another finding
  test('where another finding covers half of them', async () => {
    expect(await judgeBallast({ accused: 2 })).toMatchObject({ verdict: 'silent', why: 'accused-already' });
    expect(await judgeBallast({ accused: 1 })).toMatchObject({ verdict: 'suspect' });
  });

  test('where another finding says to clear the same field', async () => {
    const taken = await judgeBallast({ isPlaceTaken: true });
    expect(taken).toMatchObject({ verdict: 'silent', why: 'same-place' });
    expect(taken.texts['same-place']).toBe('Another finding already says to fix this place.');
  });
});
