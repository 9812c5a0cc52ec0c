import { describe, expect, it } from 'vitest';

import { codeIn, stateIn, type Texts } from './support.js';

/** `caller bound` of the lines that take entries of `Hub.rows` out. */
function callersIn(texts: Texts, place?: string): string[] {
  return codeIn(texts, place).removed.map(({ caller, bound }) => `${caller} ${bound ?? 'unbounded'}`);
}

/** A class that adds rows, and has `body`. */
function hub(body: string, after = ''): string {
  return `class Hub { rows = new Map();
  add(key, row) { this.rows.set(key, row); }
  ${body} }
new Hub();
${after}`;
}

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

describe('who runs a line that removes', () => {
  it('is a timer for each entry, which bounds the place by time', () => {
    const text = (start: string) => `class Hub { rows = new Map();
  add(key, isShort) { this.rows.set(key, 1); ${start}setTimeout(() => this.rows.delete(key), 5000); } }
new Hub();`;
    expect(callersIn(text(''))).toEqual(['timer clock']);
    expect(callersIn(text('if (isShort) '))).toEqual(['timer unbounded']);
  });

  it('is a timer that bounds nothing where it is started by something else than what adds', () => {
    expect(callersIn(hub('open(key) { setTimeout(() => this.rows.delete(key), 5000); }'))).toEqual(['timer unbounded']);
  });

  it('is anybody where a look-up drops what is too old: who asks for no key drops nothing', () => {
    const text = hub(
      'get(key) { const row = this.rows.get(key); if (row.at < Date.now()) this.rows.delete(key); }',
      'hub.get();',
    );
    expect(callersIn(text)).toEqual(['call unbounded']);
  });

  it('is no size of the place where a loop goes through a list', () => {
    const text = hub(
      'drop(row) { for (let at = 0; at < this.rows.length; at++) this.rows.splice(at, 1); }',
      'hub.drop();',
    );
    expect(callersIn(text)).toEqual(['call unbounded']);
  });

  it('is no other method of the same name', () => {
    const text = hub(
      'delete(key) { this.rows.delete(key); }',
      'const seen = new Map(); setInterval(() => { for (const [key, at] of seen) if (at < Date.now()) seen.delete(key); }, 9);',
    );
    expect(callersIn(text)).toEqual(['call unbounded']);
  });

  it('is a framework for a class that the text makes no object of', () => {
    const text = `class Hub { rows = new Map();
  onOpen(key) { this.rows.set(key, 1); }
  onClose(key) { this.rows.delete(key); } }`;
    expect(callersIn(text)).toEqual(['call unbounded']);
  });

  it('is a timer that bounds nothing where another condition decides', () => {
    expect(callersIn(hub('open(key) { setTimeout(() => { if (key.done) this.rows.delete(key); }, 5000); }'))).toEqual([
      'timer unbounded',
    ]);
  });

  it('is a timer that comes again, which bounds the place only by emptying it', () => {
    const text = (line: string) => hub(`start() { setInterval(() => ${line}, 5000); }`);
    expect(callersIn(text('this.rows.clear()'))).toEqual(['timer size']);
    expect(callersIn(text('this.rows = new Map()'))).toEqual(['timer size']);
    expect(callersIn(text('this.rows.delete(1)'))).toEqual(['timer unbounded']);
  });

  it.each(['setInterval(this.sweep.bind(this), 100)', 'setInterval(() => this.sweep(), 100)'])(
    'is a timer that calls its function: %s',
    (start) => {
      expect(callersIn(hub(`start() { ${start}; } sweep() { this.rows.clear(); }`))).toEqual(['timer size']);
    },
  );

  it.each([
    "socket.on('close', () => this.rows.delete(key))",
    "socket.once('close', this.drop.bind(this, key))",
    'work.finally(() => { this.drop(key); })',
    'process.nextTick(() => this.drop(key))',
  ])('is a listener or a promise: %s', (line) => {
    const callers = callersIn(hub(`open(socket, work, key) { ${line}; } drop(key) { this.rows.delete(key); }`));
    expect(callers).toContain('event unbounded');
  });

  it('is the function that adds', () => {
    const text = 'class Hub { rows = []; add(row) { this.rows.push(row); this.rows.shift(); } }';
    expect(callersIn(text)).toEqual(['adder unbounded']);
  });

  it('is whoever runs the loop around a callback', () => {
    const text = `class Hub { rows = [];
  add(row) { this.rows.push(row); [1].forEach(() => { this.rows.shift(); }); } }`;
    expect(callersIn(text)).toEqual(['adder unbounded']);
  });

  it('is the caller of a function that is called where it is made', () => {
    const text = 'class Hub { rows = []; add(row) { this.rows.push(row); (() => { this.rows.shift(); })(); } }';
    expect(callersIn(text)).toEqual(['adder unbounded']);
  });

  it('is nobody when no line calls its function', () => {
    const text = hub('drop(key) { this.rows.delete(key); }');
    expect([callersIn(text), stateIn(text)]).toEqual([['nobody unbounded'], 'missed uncalled:3']);
  });

  it('is nobody when only functions call it that nobody calls', () => {
    const text = hub('drop(key) { this.rows.delete(key); } clean(key) { this.drop(key); }');
    expect(callersIn(text)).toEqual(['nobody unbounded']);
  });

  it('is nobody when its function calls itself alone', () => {
    const text = `const rows = new Map(); rows.set(1, 2);
function drop(key) { if (key) drop(key - 1); rows.delete(key); }`;
    // The circle is not told apart from a caller elsewhere.
    expect(callersIn(text, 'rows')).toEqual(['call unbounded']);
  });

  it('is somebody when another file calls a method of that name', () => {
    const texts = { '/app/hub.js': hub('drop(key) { this.rows.delete(key); }'), '/app/main.js': 'hub.drop(1);' };
    expect([callersIn(texts), stateIn(texts)]).toEqual([['call unbounded'], 'removed']);
  });

  it('is nobody when another file only has text with that word', () => {
    const texts = {
      '/app/hub.js': hub('drop(key) { this.rows.delete(key); }'),
      '/app/main.js': "log('drop'); let dropped;",
    };
    expect(callersIn(texts)).toEqual(['nobody unbounded']);
  });

  it('is nobody when its function is exported and no file takes it', () => {
    const text = `const rows = new Map();
exports.add = (key) => rows.set(key, 1);
function drop(key) { rows.delete(key); }
module.exports.drop = drop;`;
    expect(callersIn(text, 'rows')).toEqual(['nobody unbounded']);
    expect(callersIn({ '/app/rows.js': text, '/app/main.js': "const { drop } = require('./rows');" }, 'rows')).toEqual([
      'call unbounded',
    ]);
    expect(callersIn({ '/app/rows.js': text, '/app/main.js': "import { drop } from './rows.js';" }, 'rows')).toEqual([
      'call unbounded',
    ]);
  });

  it.each([
    'export const drop = (key) => { rows.delete(key); };',
    'export function drop(key) { rows.delete(key); }',
    'function drop(key) { rows.delete(key); } export { drop };',
  ])('is nobody when no module imports it: %s', (line) => {
    const text = `const rows = new Map(); rows.set(1, 2);
${line}`;
    expect(callersIn(text, 'rows')).toEqual(['nobody unbounded']);
    for (const other of [
      "import { drop as out } from './rows.js';",
      "export { drop as out } from './rows.js';",
      "import * as all from './rows.js'; all.drop(1);",
    ])
      expect(callersIn({ '/app/rows.js': text, '/app/main.js': other }, 'rows')).toEqual(['call unbounded']);
  });

  it('is nobody when a module only exports something else of that name', () => {
    const texts = {
      '/app/rows.js': 'const rows = new Map(); rows.set(1, 2); export function drop(key) { rows.delete(key); }',
      '/app/main.js': "export const fall = 1; export { fall as drop }; import { fall as other } from 'drop';",
    };
    expect(callersIn(texts, 'rows')).toEqual(['nobody unbounded']);
  });

  it('is somebody when it is exported as the default by its name', () => {
    const text = `const rows = new Map(); rows.set(1, 2);
function drop(key) { rows.delete(key); }
export { drop as default };`;
    expect(callersIn(text, 'rows')).toEqual(['call unbounded']);
  });

  it('is nobody when it is in an object of exports, and no file takes it out', () => {
    const text = `const rows = new Map(); rows.set(1, 2);
function drop(key) { rows.delete(key); }
module.exports = { drop, rest: 1 };`;
    expect(callersIn(text, 'rows')).toEqual(['nobody unbounded']);
    expect(callersIn({ '/app/rows.js': text, '/app/main.js': "require('./rows').drop(1);" }, 'rows')).toEqual([
      'call unbounded',
    ]);
  });

  it('is whoever calls methods by names that are put together', () => {
    const text = (line: string) => hub(`run(event, at) { ${line}; } onClose(key) { this.rows.delete(key); }`);
    expect(callersIn(text(`this[\`on\${event}\`](at)`))).toEqual(['call unbounded']);
    expect(callersIn(text('this.list[at + 1](at)'))).toEqual(['call unbounded']);
    expect(callersIn(text('this.list[at - 1](at)'))).toEqual(['nobody unbounded']);
    expect(callersIn(text('run(this.list[event])'))).toEqual(['nobody unbounded']);
  });

  it.each(['socket.on(1, () => this.drop(1)); this.drop(2);', 'this.drop(2); socket.on(1, () => this.drop(1));'])(
    'is the surest of several callers: %s',
    (lines) => {
      expect(callersIn(hub(`open(socket) { ${lines} } drop(key) { this.rows.delete(key); }`, 'hub.open();'))).toEqual([
        'event unbounded',
      ]);
    },
  );

  it('is a timer where one of several callers is', () => {
    const text = hub(
      'open(work) { work.then(() => this.drop()); setInterval(() => this.drop(), 9); work.then(this.drop); } drop() { this.rows.clear(); }',
    );
    expect(callersIn(text)).toEqual(['timer size']);
  });

  it('is who calls its function only where there is one', () => {
    const text = hub('open() { setInterval(() => this.drop?.(), 9); } drop() { this.rows.clear(); }');
    expect(callersIn(text)).toEqual(['timer size']);
  });

  it('is the timer that a bound function is handed to', () => {
    const text = hub('open() { setInterval(function () { this.rows.clear(); }.bind(this), 9); }');
    expect(codeIn(text).removed[0]?.caller).toBe('timer');
  });

  it('is anybody behind more than six callers', () => {
    const chain = (calls: number) => {
      const methods = Array.from({ length: calls }, (_, at) => `m${at + 1}() { this.m${at}(); }`);
      return hub(`m0() { this.rows.delete(1); } ${methods.join(' ')}`);
    };
    expect([6, 7].map((calls) => callersIn(chain(calls))[0])).toEqual(['nobody unbounded', 'call unbounded']);
  });

  it('is somebody when a script with its name cannot be read', () => {
    const texts = { '/app/hub.js': hub('drop(key) { this.rows.delete(key); }'), '/app/main.js': 'hub.drop(' };
    expect(callersIn(texts)).toEqual(['call unbounded']);
  });

  it.each([
    'constructor(key) { this.rows.delete(key); }',
    'get first() { this.rows.delete(1); }',
    'set first(key) { this.rows.delete(key); }',
    '[Symbol.dispose]() { this.rows.delete(1); }',
  ])('is whoever has the object: %s', (method) => {
    expect(callersIn(hub(method))).toEqual(['call unbounded']);
  });

  it('is whoever loads the script for a line at its top', () => {
    expect(callersIn('const rows = new Map(); rows.set(1, 2); rows.delete(1);', 'rows')).toEqual(['call unbounded']);
  });

  it('is whoever gets the default export', () => {
    const text = `const rows = new Map();
rows.set(1, 2);
export default function () { rows.delete(1); }`;
    expect(callersIn(text, 'rows')).toEqual(['call unbounded']);
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
