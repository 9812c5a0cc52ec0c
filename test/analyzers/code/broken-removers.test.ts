import { describe, expect, it } from 'vitest';

import { stateIn } from './support.js';

/** Rows of a module, with one line that removes. */
function rows(add: string, remove: string, made = 'new Map()'): string {
  return `const rows = ${made};
class Row { constructor(id, at) { this.id = id; this.at = at; } }
exports.put = (key) => { ${add} };
function drop(key, row) {
  ${remove}
}
setInterval(() => drop(1), 9);`;
}

describe('a line removes nothing', () => {
  it.each([
    [
      'under a key that is a part of the other',
      'const row = new Row(key, 1); rows.set(row.id, row); setImmediate(take, row); function take(row) { rows.delete(row); }',
      '',
    ],
    [
      'under a text that is changed on one side',
      'rows.set(key.toUpperCase(), 1); setTimeout(() => { rows.delete(key); }, 9);',
      '',
    ],
    [
      'under a key with something before it',
      'rows.set(`a:$'.concat('{key}`, 1); setTimeout(() => { rows.delete(key); }, 9);'),
      '',
    ],
  ])('%s', (_title, add) => {
    expect(stateIn(rows(add, ''), 'rows')).toMatch(/^missed other-key/);
  });

  it.each([
    ['the same key', 'rows.set(key.toUpperCase(), 1); setTimeout(() => { rows.delete(key.toUpperCase()); }, 9);'],
    [
      'a field that may be the same',
      'const row = new Row(key, 1); rows.set(row.id, row); setTimeout(() => { rows.delete(row.key); }, 9);',
    ],
    ['a variable of its own', 'const id = key; rows.set(id, 1); setTimeout(() => { rows.delete(key); }, 9);'],
  ])('but does under %s', (_title, add) => {
    expect(stateIn(rows(add, ''), 'rows')).toBe('bounded');
  });

  it('where it asks a Map for its length, or a list for its size', () => {
    expect(stateIn(rows('rows.set(key, 1);', 'if (rows.length > 9) rows.clear();'), 'rows')).toBe(
      'missed unset-field:5',
    );
    expect(stateIn(rows('rows.push(key);', 'if (rows.size > 9) rows.pop();', '[]'), 'rows')).toBe(
      'missed unset-field:5',
    );
    // What is not more than the most is left alone, and `undefined` is not.
    expect(stateIn(rows('rows.set(key, 1);', 'if (rows.length < 9) return; rows.clear();'), 'rows')).not.toMatch(
      /unset/,
    );
    expect(stateIn(rows('rows.set(key, 1);', 'if (rows.size > 9) rows.clear();'), 'rows')).toBe('bounded');
  });

  it('where it compares the text of a date with a number', () => {
    const text = (at: string) =>
      rows(
        `rows.set(key, new Row(1, ${at}));`,
        'for (const [id, one] of rows) if (one.at < Date.now() - 9) rows.delete(id);',
      ).replace('this.at = at', `this.at = ${at}`);
    expect(stateIn(text('new Date().toISOString()'), 'rows')).toBe('missed never-true:5');
    expect(stateIn(text('Date.now()'), 'rows')).toBe('bounded');
  });

  it('where it takes out none, or puts it back at once', () => {
    expect(stateIn(rows('rows.push(key);', 'rows.splice(key, 0);', '[]'), 'rows')).toBe('missed no-effect:5');
    expect(stateIn(rows('rows.push(key);', 'rows.splice(key, 1);', '[]'), 'rows')).toBe('removed');
    expect(stateIn(rows('rows.set(key, 1);', 'rows.delete(key); rows.set(key, row);'), 'rows')).toBe(
      'missed no-effect:5',
    );
  });

  it('where it gives another value to a variable that only had the place', () => {
    const text = (line: string) => `class Hub { rows = []; add(row) { this.rows.push(row); } drop(row) { ${line} } }
new Hub().drop();`;
    expect(stateIn(text('let { rows } = this; rows = rows.filter((other) => other !== row);'))).toBe(
      'never no-effect:1',
    );
    expect(stateIn(text('this.rows = this.rows.filter((other) => other !== row);'))).toBe('removed');
  });
});

describe('listeners on an emitter of the program', () => {
  const text = (made: string, line: string) => `const bus = ${made};
exports.open = (row, { signal } = {}) => { const hear = () => { row.at = 1; }; ${line} };`;

  it.each(['new EventEmitter()', 'new events.EventEmitter()', 'new EventTarget()'])('are its entries: %s', (made) => {
    expect(stateIn(text(made, "bus.on('tick', hear);"), 'bus')).toBe('never');
    expect(stateIn(text(made, "bus.on('tick', hear); setTimeout(() => bus.off('tick', hear), 9);"), 'bus')).toBe(
      'bounded',
    );
  });

  it('are those of the signal of a controller', () => {
    const call = "export const cross = ({ signal }) => { signal.addEventListener('abort', () => {}); };";
    expect(stateIn(`const stop = new AbortController(); ${call} cross(stop);`, 'stop')).toBe('never');
  });

  it('are no entries of what is no emitter', () => {
    expect(() => stateIn(text('make()', "bus.on('tick', hear);"), 'bus')).toThrow('nothing is said');
  });
});

describe('private fields as compilers write them', () => {
  it.each([
    [
      'TypeScript',
      '__classPrivateFieldGet(this, _Hub_rows, "f")',
      '__classPrivateFieldSet(this, _Hub_rows, new Map(), "f")',
    ],
    ['Babel', '_classPrivateFieldGet(_Hub_rows, this)', '_classPrivateFieldSet(_Hub_rows, this, new Map())'],
    ['SWC', '_class_private_field_get(this, _Hub_rows)', '_class_private_field_set(this, _Hub_rows, new Map())'],
    ['esbuild', '__privateGet(this, _Hub_rows)', '__privateSet(this, _Hub_rows, new Map())'],
  ])('of %s are places', (_compiler, get, set) => {
    const text = (line: string) => `var _Hub_rows;
class Hub { constructor() { _Hub_rows.set(this, new Map()); } add(key) { ${get}.set(key, 1); ${line} } }
_Hub_rows = new WeakMap();`;
    for (const depth of [1, 2]) {
      expect(stateIn(text(''), '_Hub_rows', depth)).toBe('never');
      expect(stateIn(text(`${get}.delete(key);`), '_Hub_rows', depth)).toBe('removed');
      expect(stateIn(text(`if (${get}.size > 9) ${set};`), '_Hub_rows', depth)).toBe('bounded');
    }
  });
});
