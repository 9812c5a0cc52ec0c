import { describe, expect, it } from 'vitest';

import { codeIn, stateIn, type Texts } from './support.js';

/** A class that adds rows and calls `trim` for each, which `body` declares. */
function hub(body: string, fields = ''): string {
  return `class Hub { rows = new Map(); ${fields}
  add(key, row) { this.rows.set(key, row); this.trim(key); }
  ${body} }
new Hub();`;
}

const boundsIn = (texts: Texts, place?: string, depth?: number) =>
  codeIn(texts, place, depth).removed.map(({ bound }) => bound);

const DROP = 'this.rows.delete(this.rows.keys().next().value)';

describe('a condition on a number bounds a place', () => {
  it.each([
    ['of the place', `trim() { if (this.rows.size > 9) ${DROP}; }`],
    ['of the place under another name', `trim() { const all = this.rows; while (all.size > 9) ${DROP}; }`],
    ['of a copy of its keys', `trim() { const keys = [...this.rows.keys()]; if (keys.length > 9) ${DROP}; }`],
    ['that a method gives', `trim() { if (this.isFull()) ${DROP}; } isFull() { return this.rows.size > 9; }`],
    [
      'that a method asks before it answers',
      `trim() { if (this.isFull()) ${DROP}; } isFull() { if (this.rows.size > 9) return true; return false; }`,
    ],
    ['that a getter gives', `trim() { if (this.count > 9) ${DROP}; } get count() { return this.rows.size; }`],
    ['that a method is given', `trim() { this.cut(this.rows.size); } cut(count) { if (count > 9) ${DROP}; }`],
    [
      'of a list of keys in step with it',
      `trim(key) { this.order.push(key); if (this.order.length > 9) this.rows.delete(this.order.shift()); }`,
      'order = [];',
    ],
    [
      'that is counted beside it',
      `trim() { this.count += 1; if (this.count > 9) { this.rows.clear(); this.count = 0; } }`,
      'count = 0;',
    ],
  ])('%s', (_title, body, fields = '') => {
    expect(boundsIn(hub(body, fields))).toEqual(['size']);
  });

  it.each([
    ['of what it is given', `trim(key) { const parts = key.split(1); if (parts.length > 9) ${DROP}; }`, ''],
    [
      'of another collection that nothing is added to',
      `trim() { if (this.pinned.size > 9) ${DROP}; }`,
      'pinned = new Map();',
    ],
    ['of an entry', `trim(key) { if (this.rows.get(key).length > 9) this.rows.delete(key); }`, ''],
  ])('but not one %s', (_title, body, fields) => {
    expect(boundsIn(hub(body, fields))).toEqual([null]);
  });

  it.each([
    [
      'runs for every hundredth entry and empties the place',
      'trim() { this.count += 1; if (this.count % 100 === 0) this.rows.clear(); }',
    ],
    ['returns for all others', 'trim() { this.count += 1; if (this.count % 100 !== 0) return; this.rows.clear(); }'],
    [
      'returns while there are few',
      'trim(key) { this.count += 1; if (this.count <= 100) return; this.rows.delete(key - 100); }',
    ],
    [
      'asks what is left',
      'trim() { const left = 9 - this.rows.size; if (left >= 1) return; this.rows.delete(this.rows.keys().next().value); }',
    ],
  ])('that %s', (_title, body) => {
    expect(boundsIn(hub(body, 'count = 0;'))).toEqual(['size']);
  });

  it.each([
    ['for every third entry', 'this.count % 3 === 0'],
    ['for every third entry, of two conditions', 'this.failed && this.count % 3 === 0'],
    ['but for every third entry', '!(this.count % 3 !== 0)'],
    ['when many were counted', 'this.count > 50'],
    ['when many were counted, the limit first', '50 <= this.count'],
    ['when there are many', 'this.rows.size > 50'],
  ])('but not one that goes out before the entry is removed: %s', (_title, test) => {
    const body = `trim(key) { this.count += 1;
      if (${test}) return;
      this.rows.delete(key); }`;
    expect(boundsIn(hub(body, 'count = 0;'))).toEqual([null]);
  });

  it('and names the way out of it', () => {
    const text = `class Hub { rows = new Map(); count = 0;
  add(key) {
    this.rows.set(key, 1); this.count += 1;
    if (this.count % 3 === 0) return null;
    this.rows.delete(key);
    return key; } }
new Hub();`;
    expect(stateIn(text)).toBe('missed return:4');
  });

  it('but not one that takes out a single entry every so often', () => {
    const body = `trim() { this.count += 1; if (this.count % 100 === 0) ${DROP}; }`;
    expect(boundsIn(hub(body, 'count = 0;'))).toEqual([null]);
  });

  it('nor one that a timer of the entry goes out by', () => {
    const body = `trim(key) { this.count += 1; const serial = this.count;
      setTimeout(() => { if (serial % 3 === 0) return; this.rows.delete(key); }, 50); }`;
    expect(boundsIn(hub(body, 'count = 0;'))).toEqual([null]);
  });

  it('and accuses the line that asks for the size of something else', () => {
    expect(
      stateIn(
        hub(`trim(key) { const parts = key.split(1);
    if (parts.length < 3) return;
    ${DROP}; }`),
      ),
    ).toBe('missed guard:4');
  });

  it('and accuses no line that asks whether there is a key', () => {
    const text = `const rows = new Map();
exports.put = (key) => { rows.set(key, 1); };
exports.take = (line) => { const parts = line.split(1); if (parts.length < 2) return; rows.delete(parts[1]); };
exports.all = (keys) => { if (keys.length > 5) for (const key of keys) rows.delete(key); };`;
    expect(stateIn({ '/app/rows.js': text, '/app/main.js': 'rows.take(1); rows.all([]);' }, 'rows')).toBe('removed');
  });

  it('in a parent class of another file', () => {
    const texts = {
      '/app/hub.js': `import { Base } from './base.js';
class Hub extends Base { rows = new Map(); add(key) { this.rows.set(key, 1); if (this.isFull(this.rows)) ${DROP}; } }`,
      '/app/base.js': 'export class Base { isFull(rows) { return rows.size > 9; } }',
    };
    expect(boundsIn(texts)).toEqual(['size']);
  });

  it.each([
    [
      "import { cut } from './cut.js';",
      'export function cut(rows) { while (rows.size > 9) rows.delete(rows.keys().next().value); }',
    ],
    [
      "import { cut } from './index.js';",
      'export const cut = (rows) => { while (rows.size > 9) rows.delete(rows.keys().next().value); };',
    ],
    [
      "const { cut } = require('./cut');",
      'exports.cut = void 0; exports.cut = (rows) => { while (rows.size > 9) rows.delete(rows.keys().next().value); };',
    ],
    [
      "const cut_1 = require('./cut.js'); const cut = (rows) => (0, cut_1.cut)(rows);",
      'function cut(rows) { for (const key of rows.keys()) if (rows.size > 9) rows.delete(key); } module.exports = { cut };',
    ],
    [
      "const cut = require('./cut');",
      'module.exports = function (rows) { for (const key of rows.keys()) if (rows.size > 9) rows.delete(key); };',
    ],
    [
      "import * as all from './cut.js'; const cut = all.cut;",
      'export { trim as cut }; function trim(rows) { for (const key of rows.keys()) if (rows.size > 9) rows.delete(key); }',
    ],
  ])('in a function of another file: %s', (line, cut) => {
    const texts = {
      '/app/hub.js': `${line} class Hub { rows = new Map(); add(key) { this.rows.set(key, 1); cut(this.rows); } }`,
      '/app/cut.js': cut,
      '/app/index.js': "export * from './cut.js';",
    };
    expect(boundsIn(texts)).toEqual(['size']);
  });

  it('of the inner lists alone where it asks for theirs', () => {
    const text = `class Hub { byUser = new Map();
  add(user, row) { const rows = this.byUser.get(user) ?? []; this.byUser.set(user, rows); rows.push(row);
    if (rows.length > 9) rows.shift(); } }`;
    expect(stateIn(text, 'Hub.byUser')).toBe('never inside:3');
  });

  it.each(['this.at++ & 7', '(this.at += 1) % 8', 'Math.floor(Math.random() * 8)'])('by the index: %s', (index) => {
    expect(stateIn(`class Hub { rows = []; at = 0; add(row) { this.rows[${index}] = row; } }`)).toBe('bounded');
  });

  it('by an index that is set back', () => {
    const text =
      'class Hub { rows = []; at = 0; add(row) { this.rows[this.at] = row; this.at++; if (this.at > 7) this.at = 0; } }';
    expect(stateIn(text)).toBe('bounded');
    expect(stateIn(text.replace('if (this.at > 7) this.at = 0;', ''))).toBe('never');
  });
});

describe('a clock is asked', () => {
  it.each([
    ['by a method', 'isOld(row) { return row.at < Date.now(); }', 'this.isOld(row)'],
    ['by a method of the entries', '', 'row.isOld()'],
    ['by a getter of the entries', '', 'row.old'],
  ])('%s', (_title, method, test) => {
    const text = `class Row { isOld() { return this.at < Date.now(); } get old() { return this.at < Date.now(); } }
class Hub { rows = new Map(); add(key) { this.rows.set(key, new Row()); } ${method}
  sweep() { for (const [key, row] of this.rows) if (${test}) this.rows.delete(key); } }
new Hub().sweep();`;
    expect(boundsIn(text)).toEqual(['clock']);
  });
});

describe('functions that handle several messages', () => {
  it.each([
    [
      'if (message.type === 1) this.rows.set(message.id, 1); else if (message.type === 2) this.rows.delete(message.id);',
    ],
    ['if (message.type === 1) this.rows.set(message.id, 1); if (message.type === 2) this.rows.delete(message.id);'],
    [
      'switch (message.type) { case 1: this.rows.set(message.id, 1); break; case 2: this.rows.delete(message.id); break; }',
    ],
  ])('leave nothing behind: %s', (line) => {
    expect(stateIn(`class Hub { rows = new Map(); on(message) { ${line} } }`)).toBe('removed');
  });

  it('leave nothing behind in two functions', () => {
    const text = `class Hub { rows = new Map(); open(message) { this.rows.set(message.id, 1); }
  end(message) { if (message.type === 2) this.rows.delete(message.id); } }`;
    expect(stateIn({ '/app/hub.js': text, '/app/main.js': 'hub.open(); hub.end(); new Hub();' })).toBe('removed');
  });
});
