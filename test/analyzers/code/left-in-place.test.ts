import { describe, expect, it } from 'vitest';

import { stateIn } from './support.js';

const hub = (fields: string, add: string, more: string): string => `class Hub {
  rows = new Map(); ${fields}
  add(key, row) { ${add} }
  ${more}
}
exports.hub = new Hub();
exports.run = (key, row) => { exports.hub.add(key, row); };`;

describe('a line that takes entries out of a place beside the one that keeps them', () => {
  const both = 'this.rows.set(key, row);\nthis.order.push(key);';
  const below = (removal: string, add = both): string =>
    stateIn(hub('order = [];', `${add}\n${removal}`, 'count() { return this.order.length; }'));

  it('is named where it bounds the other one', () => {
    expect(below('if (this.order.length > 50) this.order.shift();')).toBe('never other-place:5');
    expect(below('while (this.order.length > 50) { this.order.shift(); }')).toBe('never other-place:5');
  });

  it('is named where an entry ends', () => {
    const ends = 'close(row) { this.open.delete(row); } stop(row) { this.close(row); }';
    const text = hub('open = new Set();', 'this.rows.set(key, row);\nthis.open.add(row);', ends);
    expect(stateIn({ '/app/hub.js': text, '/app/main.js': 'hub.stop(1);' })).toBe('never other-place:5');
  });

  it.each([
    ['the place loses its entries too', 'if (this.order.length > 50) this.rows.delete(this.order.shift());'],
    ['the other one is a queue of what is still to be done', 'while (this.order.length > 0) run(this.order.shift());'],
    ['the other one is emptied as a whole', 'if (this.order.length > 50) this.order = [];'],
    ['nothing is removed from either', 'if (this.order.length > 50) this.warn();'],
  ])('is not where %s', (_title, removal) => {
    expect(below(removal)).not.toMatch(/other-place/);
  });

  it('is not where the other one gets something else', () => {
    expect(
      below('if (this.order.length > 50) this.order.shift();', 'this.rows.set(key, row);\nthis.order.push(now());'),
    ).toBe('never');
  });

  it('is not where the other one gets only some of the entries', () => {
    const add = 'this.rows.set(key, row);\nif (row.isNew) this.order.push(key);';
    expect(below('if (this.order.length > 50) this.order.shift();', add)).toBe('never');
  });

  it('is not where several functions remove, as each may have its reasons', () => {
    const more = `trim() { if (this.order.length > 50) this.order.shift(); }
  cut() { if (this.order.length > 90) this.order.pop(); }`;
    const text = hub('order = [];', `${both}\nthis.trim(); this.cut();`, more);
    expect(stateIn(text)).toBe('never');
  });
});

describe('a line that takes something out of what an entry holds', () => {
  const rooms = (leave: string, join = 'this.rows.get(key).add(row);'): string =>
    stateIn(
      hub('', `if (!this.rows.has(key)) this.rows.set(key, new Set());\n${join}`, `leave(key, row) { ${leave} }`),
    );

  it('is named where the emptied entry stays', () => {
    expect(rooms('this.rows.get(key)?.delete(row);')).toBe('never inside:5');
    expect(rooms('const room = this.rows.get(key); if (room) room.delete(row);')).toBe('never inside:5');
  });

  it.each([
    [
      'the entry goes when it is empty',
      'const room = this.rows.get(key); room.delete(row); if (room.size === 0) this.rows.delete(key);',
    ],
    ['nothing goes', 'this.rows.get(key)?.has(row);'],
  ])('is not where %s', (_title, leave) => {
    expect(rooms(leave)).not.toMatch(/inside/);
  });

  it('is not where an entry only has a method of that name', () => {
    const text = hub('', 'this.rows.set(key, row);', 'reset(key) { this.rows.get(key).clear(); }');
    expect(stateIn(text)).toBe('never');
  });

  it('is not where several functions do', () => {
    expect(rooms('this.rows.get(key).delete(row); } drop(key) { this.rows.get(key).clear();')).toBe('never');
  });
});

describe('a line that shortens a copy', () => {
  const helpers = `function cut(rows, key) { rows.delete(key); }
function newest(rows, most) { return new Map([...rows].slice(-most)); }
function show(rows) { for (const row of rows) print(row); }
`;
  const below = (line: string): string =>
    stateIn(`${helpers}${hub('', 'this.rows.set(key, row);', `tick(key) {\n${line} }`)}`);

  it.each([
    'cut(new Map(this.rows), key);',
    'cut(new Map([...this.rows]), key);',
    'cut(structuredClone(this.rows), key);',
    'newest(this.rows, 50);',
    'const rows = newest(this.rows, 50); this.seen = rows.size;',
  ])('is named: %s', (line) => {
    expect(below(line)).toBe('never no-effect:8');
  });

  it.each([
    ['the copy is only read', 'show(new Map(this.rows));'],
    ['the shortened copy is used', 'const rows = newest(this.rows, 50); show(rows);'],
    ['the shortened copy is given on', 'return newest(this.rows, 50);'],
    ['the shortened copy takes the place of the whole', 'this.rows = newest(this.rows, 50);'],
    ['the place itself is handed over', 'cut(this.rows, key);'],
  ])('is not where %s', (_title, line) => {
    expect(below(line)).not.toMatch(/no-effect/);
  });
});
