import { describe, expect, it } from 'vitest';

import { findIn, sitesIn } from './support.js';

/** A class with a Map and one line that adds; its third line is the first of `body`. */
function hub(body: string, after = ''): string {
  return `class Hub { rows = new Map();
  add(key, row) { this.rows.set(key, row); }
  ${body}
}
${after}`;
}

const ADDED = '2 add set';

describe('what is done to a field', () => {
  it('is found on `this` in the methods of its class', () => {
    expect(sitesIn(hub('drop(key) { this.rows.delete(key); }'))).toEqual([ADDED, '3 remove delete']);
  });

  it('is found through a local alias', () => {
    expect(sitesIn(hub('drop(key) { const rows = this.rows; rows.delete(key); }'))).toEqual([ADDED, '3 remove delete']);
  });

  it('is found through a variable that stands for `this`', () => {
    expect(sitesIn(hub('drop(key) { const self = this; return () => self.rows.delete(key); }'))).toEqual([
      ADDED,
      '3 remove delete',
    ]);
  });

  it.each([
    'run(function () { this.rows.clear(); }.bind(this))',
    'keys.forEach(function (key) { this.rows.clear(); }, this)',
    '(function () { this.rows.clear(); }).call(this)',
  ])('is found in a function that is given `this`: %s', (line) => {
    expect(sitesIn(hub(`drop(keys) { ${line}; }`))).toEqual([ADDED, '3 remove clear']);
  });

  it.each(['socket.on(1, function () { this.rows.clear(); })', 'run(function () { this.rows.clear(); }.bind(socket))'])(
    'may be what a function does that is given another `this`: %s',
    (line) => {
      expect(sitesIn(hub(`drop(socket) { ${line}; }`))).toEqual([ADDED, '3 remove clear ?']);
    },
  );

  it('is found through destructuring of `this`', () => {
    expect(sitesIn(hub('drop(key) { const { rows: all } = this; all.delete(key); }'))).toEqual([
      ADDED,
      '3 remove delete',
    ]);
  });

  it('is found through a getter', () => {
    const body = 'get all() { return this.rows; } drop(key) { this.all.delete(key); }';
    expect(sitesIn(hub(body))).toEqual([ADDED, '3 remove delete']);
  });

  it('is not found through a method that is not called where it is spoken of', () => {
    const body = 'all() { return this.rows; } drop(key) { this.all.delete(key); }';
    expect(sitesIn(hub(body))).toEqual([ADDED]);
  });

  it('is found in a helper function that is handed the collection', () => {
    const after = 'function prune(all, key) { all.delete(key); }';
    expect(sitesIn(hub('drop(key) { prune(this.rows, key); }', after))).toEqual([ADDED, '5 remove delete']);
  });

  it('is found in a method that is handed the collection', () => {
    const body = 'drop(key) { this.prune(key, this.rows); } prune(key, all) { all.delete(key); }';
    expect(sitesIn(hub(body))).toEqual([ADDED, '3 remove delete']);
  });

  it('is unknown once a function of elsewhere is handed the collection', () => {
    expect(sitesIn(hub('drop() { prune(this.rows); }'))).toEqual([ADDED, '3 unknown ()']);
  });

  it('is only read where functions of JavaScript are handed the collection', () => {
    expect(sitesIn(hub('all() { return Array.from(new Set(this.rows)).concat(Object.keys(this.rows)); }'))).toEqual([
      ADDED,
    ]);
  });

  it('is found in a subclass of another file', () => {
    const texts = {
      '/app/hub.js': hub('', 'module.exports = { Hub };'),
      '/app/sub.js': `const { Hub } = require('./hub');
class Desk extends Hub { drop(key) { this.rows.delete(key); } }`,
    };
    expect(sitesIn(texts)).toEqual(['hub.js:2 add set', 'sub.js:2 remove delete']);
  });

  it('is found in a parent class of another file', () => {
    const texts = {
      '/app/hub.js': `class Hub extends Base { rows = new Map(); add(key, row) { this.rows.set(key, row); } }`,
      '/app/base.js': `class Base { drop(key) { this.rows.delete(key); } }`,
    };
    expect(sitesIn(texts)).toEqual(['base.js:1 remove delete', 'hub.js:1 add set']);
  });

  it('is found in a class far below, each in a file that has the name only in its own class', () => {
    const between = 'class Wide extends Hub { put(key) { this.rows.set(key, key); } }';
    const below = 'class Wider extends Wide { drop(key) { this.rows.delete(key); } }';
    const other = 'class Other { rows = 1; } class Others { put() { this.rows = []; } }';
    const texts = { '/app/hub.js': hub(''), '/app/c.js': below, '/app/b.js': between, '/app/a.js': other };
    expect(sitesIn(texts)).toEqual(['b.js:1 add set', 'c.js:1 remove delete', 'hub.js:2 add set']);
  });

  it('is not what a class with another parent does to a field of that name', () => {
    const after = 'class Desk { rows = new Map(); drop(key) { this.rows.delete(key); } }';
    const { isAmbiguous } = findIn(hub('', after));
    expect([sitesIn(hub('', after)), isAmbiguous]).toEqual([[ADDED], true]);
  });

  it('is ambiguous when another class only assigns a field of that name', () => {
    const desk = (access: string) => `class Desk { constructor() { ${access}; } }`;
    expect(findIn(hub('', desk('this.rows = []'))).isAmbiguous).toBe(true);
    expect(findIn(hub('', desk('this.rows.get()'))).isAmbiguous).toBe(false);
  });

  it('is known by its name alone on an object of unknown class', () => {
    expect(sitesIn(hub('', 'export function drop(hub, key) { hub.rows.delete(key); }'))).toEqual([
      ADDED,
      '5 remove delete ?',
    ]);
  });

  it('is surely its own for a private field, whatever the object', () => {
    const text =
      'class Hub { #rows = new Map(); add(k) { this.#rows.set(k, 1); } static drop(hub) { hub.#rows.clear(); } }';
    expect(sitesIn(text, 'Hub.#rows')).toEqual(['1 add set', '1 remove clear']);
  });

  it('is found under a symbol of that description', () => {
    const text = `const kRows = Symbol('rows'); const kOther = Symbol('other');
class Hub { constructor() { this[kRows] = new Map(); this[kOther] = new Map(); }
  add(k) { this[kRows].set(k, 1); }
  drop(k) { this[kOther].delete(k); } }`;
    expect(sitesIn(text, 'Hub.<symbol rows>')).toEqual(['3 add set']);
  });

  it('is found in methods on the prototype of a function', () => {
    const text = `function Hub() { this.rows = []; }
Hub.prototype.add = function (row) { this.rows.push(row); };
Object.assign(Hub.prototype, { drop() { this.rows.pop(); } });
function Desk() { this.lines = []; }
Desk.prototype.drop = function () { this.rows.pop(); };`;
    expect(sitesIn(text)).toEqual(['2 add push', '3 remove pop']);
  });

  it('keeps a static field apart from a field of that name', () => {
    const text = `class Hub { static rows = new Map();
  static add(key) { Hub.rows.set(key, 1); }
  drop(key) { this.rows.delete(key); }
  static drop(key) { this.rows.delete(key); } }`;
    expect(sitesIn(text)).toEqual(['2 add set', '4 remove delete']);
  });

  it('is not whole when a script with its name cannot be read', () => {
    const whole = { '/app/hub.js': hub(''), '/app/other.js': 'x.rows.get(1);' };
    const broken = { ...whole, '/app/other.js': 'x.rows.get(;' };
    const foreign = { ...whole, '/app/other.js': 'x.lines.get(;' };
    expect([whole, broken, foreign].map((texts) => findIn(texts).isWhole)).toEqual([true, false, true]);
  });

  it('leaves out packages, unless the place is in one', () => {
    const other = '/app/node_modules/queue/index.js';
    const text = 'module.exports = (hub) => hub.rows.clear();';
    expect(sitesIn({ '/app/hub.js': hub(''), [other]: text })).toEqual(['hub.js:2 add set']);
    expect(sitesIn({ '/app/node_modules/queue/hub.js': hub(''), [other]: text })).toEqual([
      'hub.js:2 add set',
      'index.js:1 remove clear ?',
    ]);
  });

  it('is not found when no class or function is at that place', () => {
    expect(() => findIn('class Hub {} const rows = 1;', 'lines')).toThrow('lines was not found');
  });
});

describe('what is done to a variable', () => {
  it('is found in every function that sees it', () => {
    const text = `const rows = new Set();
export function add(row) { rows.add(row); }
export function drop(row) { rows.delete(row); }`;
    expect(sitesIn(text, 'rows')).toEqual(['2 add add', '3 remove delete']);
  });

  it('is not what a function does to its own variable of that name', () => {
    const text = `function other() { const rows = new Set(); rows.delete(1); return 0; }
const rows = new Set();
function add(row) { rows.add(row); }`;
    expect(sitesIn(text, 'rows')).toEqual(['3 add add']);
  });

  it('is found under the name by which another file takes it', () => {
    const texts = {
      '/app/rows.js': `const rows = new Map();
exports.add = (key) => rows.set(key, 1);
exports.all = rows;`,
      '/app/drop.js': `const { all } = require('./rows');
exports.drop = (key) => all.delete(key);`,
    };
    expect(sitesIn(texts, 'rows')).toEqual(['drop.js:2 remove delete ?', 'rows.js:2 add set']);
  });
});

describe('a line adds', () => {
  it.each([
    ['push', 'this.rows.push(row)'],
    ['unshift', 'this.rows.unshift(row)'],
    ['splice', 'this.rows.splice(0, 0, row)'],
    ['[…] =', 'this.rows[key] = row'],
    ['push.apply', 'this.rows.push.apply(this.rows, row)'],
    ['push.apply', 'Array.prototype.push.apply(this.rows, row)'],
    ['= […]', 'this.rows = [...this.rows, row]'],
    ['= concat()', 'this.rows = this.rows.concat(row)'],
    ['+=', 'this.rows += row'],
    ['Object.assign', 'Object.assign(this.rows, row)'],
  ])('by %s: %s', (how, line) => {
    expect(sitesIn(`class Hub { rows = []; add(key, row) { ${line}; } }`)).toEqual([`1 add ${how}`]);
  });
});

describe('a line removes', () => {
  it.each([
    ['delete', 'delete this.rows[key]'],
    ['pop', 'this.rows.pop()'],
    ['shift', 'this.rows?.shift()'],
    ['clear', 'this.rows.clear()'],
    ['splice', 'this.rows.splice(key, 1)'],
    ['length', 'this.rows.length = 0'],
    ['length', 'this.rows.length--'],
    ['[…] =', 'this.rows[key] = null'],
    ['[…] =', 'this.rows[key] = undefined'],
    ['= []', 'this.rows = []'],
    ['= {}', 'this.rows = {}'],
    ['= new Map()', 'this.rows = new Map()'],
    ['= null', 'this.rows = null'],
    ['= filter()', 'this.rows = this.rows.filter((row) => row.open)'],
    ['= slice()', 'this.rows = this.rows.slice(1)'],
    ['Reflect.deleteProperty', 'Reflect.deleteProperty(this.rows, key)'],
  ])('by %s: %s', (how, line) => {
    expect(sitesIn(`class Hub { rows = []; drop(key) { ${line}; } }`)).toEqual([`1 remove ${how}`]);
  });

  it('by giving the next entry the place of the oldest one', () => {
    const ring = (index: string) => `class Hub { rows = []; at = 0;
  add(row) { this.rows[${index}] = row; } }`;
    expect(sitesIn(ring('this.at++ % 8'))).toEqual(['2 add […] =', '2 remove [… % …] =']);
    expect(sitesIn(ring('this.at++'))).toEqual(['2 add […] =']);
  });

  it('by a ring whose index is given a remainder elsewhere', () => {
    const text = `class Hub { rows = []; at = 0;
  add(row) { this.rows[this.at] = row;
    this.at = (this.at + 1) % 8; } }`;
    expect(sitesIn(text)).toEqual(['2 add […] =', '2 remove [… % …] =']);
  });

  it('by a swap of generations', () => {
    const text = `class Hub { young = new Map(); old = new Map();
  add(key, row) { this.young.set(key, row); }
  turn() { [this.young, this.old] = [new Map(), this.young]; } }`;
    expect(sitesIn(text, 'Hub.young')).toEqual(['2 add set', '3 remove […] = […]']);
  });

  it('not in its constructor, which only makes the place', () => {
    const text = (method: string) => `class Hub { ${method}() { this.rows = []; }
  add(row) { this.rows.push(row); } }`;
    expect(sitesIn(text('constructor'))).toEqual(['2 add push']);
    expect(sitesIn(text('reset'))).toEqual(['1 remove = []', '2 add push']);
  });

  it('not where a collection is made only when there is none', () => {
    const text = `class Hub { add(row) { this.rows ??= []; this.rows.push(row); } }`;
    expect(sitesIn(text)).toEqual(['1 add push']);
  });
});

describe('what cannot be followed', () => {
  it('is unknown when the collection is called', () => {
    expect(sitesIn(hub('run() { this.rows(); }'))).toEqual([ADDED, '3 unknown ()']);
  });

  it('is unknown when the collection is exported as it is', () => {
    expect(sitesIn('const rows = []; function add(row) { rows.push(row); } export default rows;', 'rows')).toEqual([
      '1 add push',
      '1 unknown export',
    ]);
  });

  it('is unknown when it lies in a list with others', () => {
    expect(sitesIn(hub('all() { return [this.rows, 1]; }'))).toEqual([ADDED, '3 unknown […]']);
  });

  it.each([
    'for (const name of names) this[name].clear()',
    `this[\`\${key}s\`].clear()`,
    "this['ro' + key].clear()",
    'this[key] = null',
  ])('is unknown when a field is named while the program runs: %s', (line) => {
    expect(sitesIn(hub(`drop(key, names) { ${line}; }`))).toEqual([ADDED, '3 unknown […]']);
  });

  it.each([
    'this[kOpen] = 1',
    'this[AT] = 1',
    'this[key - 1] = 1',
    'this[-key] = 1',
    'this[key++] = 1',
    'key[key] = 1',
    'this["other"] = 1',
  ])('is not a field with a symbol or number: %s', (line) => {
    expect(sitesIn(hub(`drop(key) { ${line}; }`, "const kOpen = Symbol('open'); const AT = 1;"))).toEqual([ADDED]);
  });

  it('is not a field with a symbol of another file', () => {
    const text = `import { kOpen } from './symbols.js';
class Hub { rows = new Map(); add(key) { this.rows.set(key, 1); this[kOpen] = 1; } }`;
    expect(sitesIn(text)).toEqual(['2 add set']);
  });

  it('is not whole when the script runs text that it makes', () => {
    expect(
      ['eval(key)', 'this.eval(key)', 'evaluate(key)'].map((line) => findIn(hub(`drop(key) { ${line}; }`)).isWhole),
    ).toEqual([false, true, true]);
  });

  it('is unknown when a class of a library is the collection', () => {
    const text = `import { Cache } from 'cache';
class Hub { rows = new Cache();
  add(key, row) { this.rows.set(key, row); } }`;
    expect(sitesIn(text)).toEqual(['2 unknown new Cache()', '3 add set']);
  });

  it('is followed when a class of the script is the collection', () => {
    const text = `class Bounded extends Map {
  trim() { this.delete(1); super.clear(); } }
class Hub { rows = new Bounded();
  add(key, row) { this.rows.set(key, row); } }`;
    expect(sitesIn(text)).toEqual(['2 remove delete', '2 remove clear', '4 add set']);
  });
});

describe('a collection in a collection', () => {
  const text = (line: string) => `class Hub { rows = new Map();
  add(key, row) { this.rows.get(key).push(row); }
  drop(key) { ${line}; } }`;

  it.each([
    ['loses entries of the inner one', 'this.rows.get(key).pop()', 'pop'],
    ['loses an inner one', 'this.rows.delete(key)', 'delete'],
    ['loses entries of each inner one', 'for (const [, all] of this.rows) all.shift()', 'shift'],
    ['loses entries in a callback for each', 'this.rows.forEach((all) => all.clear())', 'clear'],
  ])('%s', (_title, line, how) => {
    expect(sitesIn(text(line), 'Hub.rows', 2)).toEqual(['2 add push', `3 remove ${how}`]);
  });

  it('loses nothing when an entry of an entry does', () => {
    expect(sitesIn(text('this.rows.get(key)[0].clear()'), 'Hub.rows', 2)).toEqual(['2 add push']);
  });
});

describe('a place that is one reference', () => {
  const text = (line: string) => `class Lease { constructor() { this.session = null; }
  open(session) { this.session = session; }
  end() { ${line}; } }`;

  it.each([
    ['= null', 'this.session = null'],
    ['= undefined', 'this.session = undefined'],
    ['delete', 'delete this.session'],
    ['clearTimeout', 'clearTimeout(this.session)'],
  ])('is cleared by %s', (how, line) => {
    expect(sitesIn(text(line), 'Lease.session', 0)).toEqual(['2 add =', `3 remove ${how}`]);
  });

  it('is not cleared by what is done to the object that it refers to', () => {
    expect(sitesIn(text('this.session.clear(); delete this.session.rows'), 'Lease.session', 0)).toEqual(['2 add =']);
  });
});

describe('a setter that only hands on what it is given', () => {
  const text = (more = '') => `class Hub { #rows = new Map();
  get rows() { return this.#rows; }
  set rows(value) { this.#rows = value; }
  put(key) { this.rows.set(key, 1); ${more} } }`;

  it('removes nothing where no line assigns', () => {
    expect(sitesIn(text(), 'Hub.#rows')).toEqual(['4 add set']);
  });

  it('gives the place another content where one does', () => {
    expect(sitesIn(text('this.rows = new Map();'), 'Hub.#rows')).toContain('3 remove =');
  });
});
