import { describe, expect, test } from 'vitest';
import { type Asked, pendingOf, SPAN_MS, type Waiting } from './pending-cleanup-support.js';

/** The name of the timer that may remove the entries. */
const timerOf = async (prepare: (waiting: Waiting) => unknown, asked?: Asked) =>
  (await pendingOf(prepare, asked))?.timer ?? null;

describe('a timer that did not fire during the series', () => {
  //   Timeout ──▶ sweep() ──context──▶ rows: Map
  test('is told with its function, its place and its delay', async () => {
    expect(await pendingOf((w) => w.interval(w.sees({ rows: w.map })))).toEqual({
      timer: 'setInterval(sweep)',
      source: { file: '/srv/app.js', line: 10, column: 4, function: 'sweep' },
      delayMs: SPAN_MS + 1,
      timers: 1,
      repeats: true,
    });
    expect(await pendingOf((w) => w.once(w.sees({ rows: w.map })))).toMatchObject({
      timer: 'setTimeout(sweep)',
      repeats: false,
    });
  });

  test('waits longer than the series took', async () => {
    expect(await timerOf((w) => w.interval(w.sees({ rows: w.map }), SPAN_MS))).toBeNull();
    expect(await timerOf((w) => w.once(w.sees({ rows: w.map }), SPAN_MS))).toBeNull();
  });

  // A timer of a known length fired or did not, whether its code ran for another one or not.
  test('may be of a function that ran for others', async () => {
    expect(await timerOf((w) => w.interval(w.sees({ rows: w.map }, 'sweep', ['a'])))).toBe('setInterval(sweep)');
  });

  test('without the times of the series, repeats code that never ran', async () => {
    const asked: Asked = { spanMs: null };
    expect(await pendingOf((w) => w.interval(w.sees({ rows: w.map })), asked)).toMatchObject({ repeats: true });
    expect(await timerOf((w) => w.interval(w.sees({ rows: w.map }, 'sweep', ['a'])), asked)).toBeNull();
  });

  test('has a delay where numbers were not captured, too: its list tells', async () => {
    expect(await pendingOf((w) => w.interval(w.sees({ rows: w.map })), { captureNumbers: false })).toMatchObject({
      delayMs: 6001,
    });
  });

  //   Timeout of round 1 is still there: so none of that function has fired, whatever has run
  test('without times, fires once, and one of the first round waits still or the code never ran', async () => {
    const rounds = (births: readonly number[], words?: readonly string[]) =>
      timerOf(
        (w) => {
          const callback = w.sees({ rows: w.map }, 'drop', words);
          for (const birth of births) w.once(callback, 30_000, birth);
        },
        { spanMs: null },
      );
    expect(await rounds([3, 1], ['a'])).toBe('setTimeout(drop)');
    expect(await rounds([3, 0], ['a'])).toBe('setTimeout(drop)');
    expect(await rounds([3, 2], ['a'])).toBeNull();
    expect(await rounds([3, 2])).toBe('setTimeout(drop)');
  });

  test('is none of Node.js itself', async () => {
    const place = { file: 'node:_http_server', line: 9 };
    const check = (w: Waiting) => w.interval(w.heap.closure('check', { place, context: { rows: w.map } }));
    expect(await timerOf(check)).toBeNull();
  });

  test('may have no known place', async () => {
    const check = (w: Waiting) => w.interval(w.heap.closure('check', { context: { rows: w.map } }));
    expect(await pendingOf(check)).toMatchObject({ timer: 'setInterval(check)', source: null });
  });
});

describe('several timers that see a collection', () => {
  //   2 × Timeout ──▶ drop() ──▶ rows: Map ◀── sweep() ◀── Timeout
  test('are told by function, the most frequent first', async () => {
    const found = await pendingOf((w) => {
      w.interval(w.sees({ rows: w.map }, 'a'));
      const drop = w.sees({ rows: w.map }, 'drop');
      w.once(drop);
      w.once(drop);
      w.interval(w.sees({ rows: w.map }, 'b'));
    });
    expect(found).toMatchObject({ timer: 'setTimeout(drop)', timers: 2 });
  });

  test.each([
    ['a', 'b'],
    ['b', 'a'],
  ])('are told in the order of their names where they are as many: %s, %s', async (...names) => {
    const both = (w: Waiting) => {
      for (const name of names) w.interval(w.sees({ rows: w.map }, name));
    };
    expect(await timerOf(both)).toBe('setInterval(a)');
  });
});

describe('a timer of a connection', () => {
  //   Timeout ──▶ ping() ──context──▶ this: Connection ──rows──▶ Map of 10
  const pings = (timers: number) => (w: Waiting) => {
    const ping = w.sees({ this: w.hub }, 'ping');
    for (let n = 0; n < timers; n += 1) w.once(ping);
  };

  test('may be the heartbeat, unless there is one for half of the entries', async () => {
    const asked = { owner: 'Connection', entries: 10 };
    expect(await timerOf(pings(4), asked)).toBeNull();
    expect(await timerOf(pings(5), asked)).toBe('setTimeout(ping)');
  });

  test('is like any other beside a collection of something else', async () => {
    expect(await timerOf(pings(1), { entries: 10 })).toBe('setTimeout(ping)');
  });
});
