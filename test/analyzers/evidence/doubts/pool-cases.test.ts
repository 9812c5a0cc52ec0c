import { describe, expect, test } from 'vitest';
import { judgeBallast, judgeLeases, ONLY_LINKS } from '../pool-cases-support.js';

describe('doubts about leases that no code can return', () => {
  //   1, 3, 5, 5 of them from snapshot to snapshot
  test('there are none where they get more in two rounds', async () => {
    expect(await judgeLeases({ lent: [1, 2, 2, 0] })).toMatchObject({ verdict: 'leak', against: [] });
  });

  //   8, 8: and three checkouts wait
  test('they do not get more', async () => {
    const leases = await judgeLeases({ lent: [8, 0], waiting: 3 });
    expect(leases).toMatchObject({ verdict: 'suspect', against: ['no-growth'] });
    expect(leases.texts['no-growth']).toBe('Their number did not grow from round to round.');
  });

  test('no profile knows the pool', async () => {
    const leases = await judgeLeases({ lent: [1, 2, 2, 0], profiles: [ONLY_LINKS] });
    expect(leases).toMatchObject({ verdict: 'suspect', against: ['inferred-books'] });
    expect(leases.texts['inferred-books']).toBe('No profile knows this pool: its books are inferred.');
  });
});

describe('doubts about what idle connections keep', () => {
  test('are always that it ends with the pool, and that it may be wanted', async () => {
    const ballast = await judgeBallast();
    expect(ballast).toMatchObject({ verdict: 'suspect', against: ['no-growth', 'may-be-wanted'] });
    expect(ballast.texts).toMatchObject({
      'no-growth': 'It stops growing when the pool is full: each connection keeps what one piece of work brought.',
      'may-be-wanted':
        'Data that a connection keeps on purpose looks the same, if no name, table or limit beside it says so.',
    });
  });
});
