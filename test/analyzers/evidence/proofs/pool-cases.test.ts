import { describe, expect, test } from 'vitest';
import { judgeBallast, judgeLeases, ONLY_LINKS } from '../pool-cases-support.js';

describe('what speaks for leases that no code can return', () => {
  //   1, 3, 5, 5 of 8 from snapshot to snapshot
  test('is how many there are, that nothing refers to them, and that their number grows', async () => {
    const leases = await judgeLeases({ lent: [1, 2, 2, 0] });
    expect(leases.for).toEqual(['leases', 'nobody-left', 'accumulating']);
    expect(leases.texts).toMatchObject({
      leases: "5 of 8 acme links are leased, 5 of them held only by the pool's books, `link.giveBack()` not called.",
      'nobody-left':
        'No function, object or collection of the program refers to them, and none waits for what they do.',
      accumulating: '1, 3, 5, 5 of them were open in 4 snapshots in a row.',
    });
  });

  test('is said without terms that no profile has', async () => {
    const { texts } = await judgeLeases({ lent: [1, 2, 2, 0], profiles: [ONLY_LINKS] });
    expect(texts['leases']).toMatch(/^5 of 8 AcmeLink are leased, 5 of them held only by the pool's books\.$/);
  });

  //   8 of 8, and three checkouts wait
  test('is that the pool has nothing left', async () => {
    const leases = await judgeLeases({ lent: [8, 0], waiting: 3 });
    expect(leases.for).toEqual(['leases', 'nobody-left', 'exhausted']);
    expect(leases.texts['exhausted']).toBe('None is idle, and the pool may create no more, so callers wait for them.');
  });
});

describe('what speaks for what idle connections keep', () => {
  test('is that they are idle, and that one reference holds it', async () => {
    const ballast = await judgeBallast();
    expect(ballast.for).toEqual(['idle', 'single-holder']);
    expect(ballast.texts['idle']).toMatch(
      /^The pool lists them as idle, and they keep 50\d kB each on average through this one reference\.$/,
    );
    expect(ballast.texts['single-holder']).toMatch(
      /^Nothing else refers to it, so .* Everything else that they keep takes \d+(\.\d)? (B|bytes|kB) each\.$/,
    );
  });

  //   Conn ─onEnd─▶ closure ─context─▶ scope ─kept─▶ [ … ]
  test.each([
    ['/srv/app.js', ['idle', 'single-holder', 'function']],
    ['node:events', ['idle', 'single-holder']],
  ])('is a function on the path to it: of %s', async (file, codes) => {
    const ballast = await judgeBallast({
      keep: (heap, conn, kept) =>
        conn.property('onEnd', heap.closure('onEnd', { place: { file, line: 6 }, context: { kept } })),
    });
    expect(ballast.for).toEqual(codes);
    if (codes.includes('function'))
      expect(ballast.texts['function']).toBe(`A function at ${file}:7 is on the path to it.`);
  });
});
