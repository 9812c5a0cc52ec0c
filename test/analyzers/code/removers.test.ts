import { describe, expect, it } from 'vitest';

import { callersIn, hub } from './removers-support.js';
import { codeIn } from './support.js';

describe('a line that removes by time', () => {
  const sweep = (test: string, before = '') =>
    hub(
      `sweep() { ${before} for (const [key, row] of this.rows) if (${test}) this.rows.delete(key); }`,
      'new Hub().sweep();',
    );

  it.each([
    ['Date.now() - row.at > 5000', ''],
    ['row.until < new Date()', ''],
    ['performance.now() > row.until', ''],
    ['process.hrtime.bigint() > row.until', ''],
    ['row.at < before', 'const before = Date.now() - 5000;'],
    ['row.at < before', 'const now = Date.now(); const before = now - 5000;'],
  ])('asks a clock: %s', (test, before) => {
    expect(callersIn(sweep(test, before))).toEqual(['call clock']);
  });

  it.each([
    ['row.at > 5000', ''],
    ['row.until < new Date(5000)', ''],
    ['row.until < new Clock()', ''],
    ['row.at < before', 'const before = this.before;'],
  ])('asks none: %s', (test, before) => {
    expect(callersIn(sweep(test, before))).toEqual(['call unbounded']);
  });

  it('asks no clock by a variable that gets another value', () => {
    expect(callersIn(sweep('row.at < before', 'let before = Date.now(); before = 0;'))).toEqual(['call unbounded']);
  });

  it('asks a clock by a parameter that is given one', () => {
    const text = (argument: string) =>
      hub(
        'sweep(before) { for (const [key, row] of this.rows) if (row.at < before) this.rows.delete(key); }',
        `hub.sweep(${argument});`,
      );
    expect(callersIn(text('Date.now()'))).toEqual(['call clock']);
    expect(callersIn(text('0'))).toEqual(['call unbounded']);
  });

  it('asks a clock by a parameter whose default is one', () => {
    const text = hub(
      'sweep(now = Date.now()) { for (const [key, row] of this.rows) if (row.at < now) this.rows.delete(key); }',
      'hub.sweep();',
    );
    expect(callersIn(text)).toEqual(['call clock']);
  });

  it('asks a clock by a number that is counted up while a condition on one holds', () => {
    const text = (test: string) => `class Hub { rows = [];
  add(row) { this.rows.push(row); }
  sweep() { let over = 0; while (${test}) over += 1; if (over) this.rows.splice(0, over); } }
new Hub().sweep();`;
    expect(callersIn(text('this.rows[over].at < Date.now()'))).toEqual(['call clock']);
    expect(callersIn(text('this.rows[over].done'))).toEqual(['call unbounded']);
  });

  it('asks a clock by a list of what it found too old', () => {
    const text = (test: string) =>
      hub(
        `sweep() { const old = []; for (const [key, row] of this.rows) if (${test}) old.push(key);
    for (const key of old) this.rows.delete(key); }`,
        'new Hub().sweep();',
      );
    expect(callersIn(text('row.at < Date.now()'))).toEqual(['call clock']);
    expect(callersIn(text('row.done'))).toEqual(['call unbounded']);
  });

  it('asks a clock before it, and leaves', () => {
    const text = (leaves: string) =>
      hub(
        `sweep() { for (const [key, row] of this.rows) { if (row.at > Date.now()) ${leaves} this.rows.delete(key); } }`,
        'new Hub().sweep();',
      );
    expect(callersIn(text('continue;'))).toEqual(['call clock']);
    expect(callersIn(text('{ log(); return; }'))).toEqual(['call clock']);
    expect(callersIn(text('log();'))).toEqual(['call unbounded']);
  });

  it('asks a clock in the condition of a filter', () => {
    const text = (test: string) => `class Hub { rows = [];
  add(row) { this.rows.push(row); }
  sweep() { this.rows = this.rows.filter((row) => ${test}); } }
new Hub().sweep();`;
    expect(callersIn(text('row.until > Date.now()'))).toEqual(['call clock']);
    expect(callersIn(text('row.open'))).toEqual(['call unbounded']);
  });

  it('asks a clock in its caller', () => {
    const text = (test: string) =>
      hub(
        `drop(key) { this.rows.delete(key); } tick(key, at) { if (${test}) this.drop(key); }`,
        'setInterval(() => hub.tick(), 9);',
      );
    expect(callersIn(text('Date.now() > at'))).toEqual(['timer clock']);
    expect(callersIn(text('at'))).toEqual(['timer unbounded']);
  });

  it.each([
    ['if (row.done) return; else', 'unbounded'],
    ['Date.now() > row.at &&', 'clock'],
    ['Date.now() > row.at ||', 'clock'],
    ['Date.now() ??', 'unbounded'],
    ['Date.now() > row.at ? 0 :', 'clock'],
  ])('asks by %s', (before, bound) => {
    const loop = (line: string) => `drop() { for (const [key, row] of this.rows) { ${line} } }`;
    expect(callersIn(hub(loop(`${before} this.rows.delete(key);`), 'hub.drop();'))).toEqual([`call ${bound}`]);
  });
});

describe('a line that removes by number', () => {
  const trim = (test: string, count = '') =>
    hub(`count = 0; trim(key) { ${count}; if (${test}) this.rows.clear(); }`, 'new Hub().trim();');

  it.each(['this.rows.size > 100', '100 <= this.rows.size', 'this.rows.length >= max', '++this.count % 1000 === 0'])(
    'asks how many there are: %s',
    (test) => {
      expect(callersIn(trim(test))).toEqual(['call size']);
    },
  );

  it.each(['this.rows.size > 0', '0 < this.rows.size', 'this.rows.size === 100', 'this.rows.size', 'key % 1000 === 0'])(
    'does not ask by %s',
    (test) => {
      expect(callersIn(trim(test))).toEqual(['call unbounded']);
    },
  );

  it('asks every so often by what is counted up', () => {
    expect(callersIn(trim('this.count % 1000 === 0', 'this.count += 1'))).toEqual(['call size']);
    expect(callersIn(trim('this.count % 1000 === 0', 'this.count -= 1'))).toEqual(['call unbounded']);
  });

  it('goes round: the place of the oldest entry is that of the next one', () => {
    const text = 'class Hub { rows = []; at = 0; add(row) { this.rows[this.at++ % 8] = row; } }';
    expect(callersIn(text)).toEqual(['adder size']);
  });
});

describe('a reference to linked entries', () => {
  const heap = (put: string, take: string) =>
    codeIn(
      `class Hub { root = null; count = 0;
  put(row) { this.root = joined(this.root, row); this.count += 1; ${put} }
  take() { const { root } = this; this.root = joined(root.a, root.b); ${take} return root; } }
const hub = new Hub(); hub.put({});`,
      'Hub.root',
      0,
    );

  it('is kept within bounds where one is taken out as soon as there are too many', () => {
    const { state, removed } = heap('while (this.count > 5000) this.take();', 'this.count -= 1;');
    expect([state, removed.map(({ bound }) => bound)]).toEqual(['bounded', ['size']]);
  });

  it.each([
    ['that only rises', 'while (this.count > 5000) this.take();', ''],
    ['that is asked to be more than nothing', 'while (this.count > 0) this.take();', 'this.count -= 1;'],
    ['that nobody asks for', 'this.take();', 'this.count -= 1;'],
  ])('is not by a number %s', (_, put, take) => {
    expect(heap(put, take).state).not.toBe('bounded');
  });
});
