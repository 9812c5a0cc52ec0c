import { describe, expect, it } from 'vitest';

import { callersIn, hub } from './removers-support.js';
import { codeIn, stateIn } from './support.js';

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
