import { describe, expect, it } from 'vitest';

import { codeIn } from './support.js';

/** After how many milliseconds a sweep with that condition takes rows out. */
function afterMs(test: string, top = '', field = ''): number | null {
  const [removed] = codeIn(`${top}
class Hub { rows = new Map(); ${field}
  add(key, row) { this.rows.set(key, row); }
  sweep() { const now = Date.now(); for (const [key, row] of this.rows) if (${test}) this.rows.delete(key); } }
new Hub().sweep();`).removed;
  expect(removed.bound).toBe('clock');
  return removed.afterMs;
}

describe('how long entries may stay', () => {
  it.each([
    ['a number', 'now - row.at > 5000', '', 5000],
    ['a product', 'now - row.at > 30 * 60 * 1000', '', 1_800_000],
    ['a sum', 'now - row.at > 5000 + 100', '', 5100],
    ['a constant', 'now - row.at > TTL', 'const TTL = 60_000;', 60_000],
    ['a constant of constants', 'now - row.at > TTL', 'const MINUTE = 60 * 1000; const TTL = 5 * MINUTE;', 300_000],
    ['nanoseconds of a BigInt', 'process.hrtime.bigint() - row.at > 5_000_000_000n', '', 5000],
    ['part of another variable', 'row.at < before', 'const before = Date.now() - 5000;', 5000],
  ])('is %s', (_title, test, top, expected) => {
    expect(afterMs(test, top)).toBe(expected);
  });

  it('is the only number that a field is given', () => {
    expect(afterMs('now - row.at > this.ttl', '', 'ttl = 5000;')).toBe(5000);
    expect(afterMs('now - row.at > this.ttl', 'const options = { ttl: 5000 };')).toBe(5000);
    expect(afterMs('now - row.at > this.ttl', 'options.ttl = 5000;')).toBe(5000);
  });

  it('is unknown when a field is given two numbers, or one that is no constant', () => {
    expect(afterMs('now - row.at > this.ttl', 'options.ttl = 90;', 'ttl = 5000;')).toBeNull();
    expect(afterMs('now - row.at > this.ttl', 'options.ttl = read();', 'ttl = 5000;')).toBeNull();
  });

  it('is unknown when two numbers are asked for, and not when they are the same', () => {
    expect(afterMs('now - row.at > 5000 || now - row.used > 200')).toBeNull();
    expect(afterMs('now - row.at > 5000 || now - row.used > 5000')).toBe(5000);
  });

  it('is no number that is too small to be milliseconds', () => {
    expect(afterMs('now - row.at > 99')).toBeNull();
    expect(afterMs('now - row.at > 100')).toBe(100);
  });

  it('is unknown when it is a difference, a call or a variable that changes', () => {
    expect(afterMs('now - row.at > ttl()')).toBeNull();
    expect(afterMs('now - row.at > TTL', 'let TTL = 5000; TTL = 10;')).toBeNull();
    expect(afterMs('now > row.until')).toBeNull();
  });

  it('is the delay of a timer that was started for the entry', () => {
    const text = (timer: string) => `const DELAY = 5000; class Hub { rows = new Map();
  add(key, row) { this.rows.set(key, row); ${timer}(() => this.rows.delete(key), DELAY); } }`;
    expect(codeIn(text('setTimeout')).removed[0].afterMs).toBe(5000);
    expect(codeIn(text('setInterval')).removed[0].afterMs).toBeNull();
  });

  it('is not the delay of the timer where a clock is asked as well', () => {
    const text = `class Hub { rows = new Map();
  add(key, row) { this.rows.set(key, row); setTimeout(() => { if (Date.now() > row.until) this.rows.delete(key); }, 5000); } }`;
    expect(codeIn(text).removed[0]).toMatchObject({ bound: 'clock', afterMs: null });
  });

  it('is not told of what is bounded by number', () => {
    const text = `class Hub { rows = []; add(row) { this.rows.push(row); if (this.rows.length > 5000) this.rows.shift(); } }`;
    expect(codeIn(text).removed[0]).toMatchObject({ bound: 'size', afterMs: null });
  });
});
