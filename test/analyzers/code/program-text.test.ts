import { describe, expect, it } from 'vitest';

import { ProgramText } from '../../../src/analyzers/code/program-text.js';
import { parser, programIn, programOfTexts } from './support.js';

const MEBI = 2 ** 20;

/** Names of the scripts whose text was used for a word. */
function used(program: ProgramText, names: readonly string[], word = 'rows'): (string | boolean)[] {
  const { trees, isWhole } = program.treesWith(names, word);
  return [...trees.map(({ name }) => name), isWhole];
}

/** A text of so many characters that has a word at its beginning. */
function long(characters: number): string {
  return `rows;${' '.repeat(characters - 5)}`;
}

describe('the text of a program', () => {
  it('leaves out what Node.js has, WebAssembly, and what was in no file', () => {
    const names = [
      'node:internal/fs/utils',
      'wasm://wasm/1',
      'evalmachine.<anonymous>/x',
      'blob:nodedata:/1',
      'data:text/javascript,a/b',
      'REPL1',
      '/app/a.js',
      'file:///app/b.mjs',
      'C:\\app\\c.js',
    ];
    const program = new ProgramText(names, () => '', parser);
    expect(program.own).toEqual(['/app/a.js', 'file:///app/b.mjs', 'C:\\app\\c.js']);
  });

  it('uses the scripts that have a word whole, and not as part of a longer one', () => {
    const texts = ['a.rows', 'rowsByName', 'my$rows', '_rows', 'rows2', 'rowsOf(rows)', 'class A { #rows }'];
    const names = texts.map((_, index) => `/app/${index}.js`);
    const program = new ProgramText(names, (name) => texts[names.indexOf(name)], parser);
    expect(used(program, names)).toEqual(['/app/0.js', '/app/5.js', '/app/6.js', true]);
  });

  it('belongs to the program itself, or to a package with its scope and folder', () => {
    const names = [
      '/app/a.js',
      '/app/node_modules/q/a.js',
      '/app/node_modules/@s/q/a.js',
      '/app/node_modules/@s/r/a.js',
    ];
    const program = new ProgramText(names, () => '', parser);
    expect(program.own).toEqual(['/app/a.js']);
    expect(program.neighbors('/app/a.js')).toEqual(['/app/a.js']);
    expect(program.neighbors('/app/node_modules/@s/q/b.js')).toEqual(['/app/a.js', '/app/node_modules/@s/q/a.js']);
  });

  it('is parsed only where it has the word', () => {
    const program = programOfTexts({ '/app/a.js': 'rows = 1', '/app/b.js': 'lines = (' });
    expect(used(program, ['/app/a.js', '/app/b.js'])).toEqual(['/app/a.js', true]);
    expect(program.limits).toEqual({ missing: [], otherVersion: [], unparsed: [], tooMuch: [] });
  });

  it('is not whole where a script is missing', () => {
    const program = programOfTexts({ '/app/a.js': 'rows = 1' });
    expect(used(program, ['/app/a.js', '/app/b.js'])).toEqual(['/app/a.js', false]);
    expect(program.limits.missing).toEqual(['/app/b.js']);
  });

  it('is not whole where a script with the word cannot be parsed', () => {
    const program = programOfTexts({ '/app/a.js': 'rows = (' });
    expect([...used(program, ['/app/a.js']), program.tree('/app/a.js')]).toEqual([false, null]);
    expect(program.limits.unparsed).toEqual(['/app/a.js']);
  });

  it('is read and parsed once', () => {
    const asked: string[] = [];
    const read = (name: string): string => {
      asked.push(name);
      return 'rows = 1';
    };
    const program = new ProgramText(['/app/a.js'], read, parser);
    expect(program.tree('/app/a.js')).toBe(program.tree('/app/a.js'));
    program.treesWith(['/app/a.js'], 'rows');
    expect(asked).toEqual(['/app/a.js']);
  });

  it('is not used where one script is over 32 MiB', () => {
    const program = programOfTexts({ '/app/a.js': long(32 * MEBI + 1) });
    expect(used(program, ['/app/a.js'])).toEqual([false]);
    expect(program.limits.tooMuch).toEqual(['/app/a.js']);
  });

  it('is not read beyond 96 MiB in all', () => {
    const most = ' '.repeat(32 * MEBI);
    const texts: Record<string, string> = { '/app/d.js': 'rows' };
    const program = new ProgramText(['/app/a.js'], (name) => texts[name] ?? most, parser);
    expect(used(program, ['/app/a.js', '/app/b.js', '/app/c.js'])).toEqual([true]);
    expect(used(program, ['/app/d.js'])).toEqual([false]);
    expect(program.limits.tooMuch).toEqual(['/app/d.js']);
  });

  it('is not parsed beyond 48 MiB in all', () => {
    const texts = {
      '/app/a.js': long(32 * MEBI),
      '/app/b.js': long(16 * MEBI),
      '/app/c.js': long(5),
      '/app/d.js': 'x',
    };
    const program = programOfTexts(texts);
    expect(used(program, ['/app/a.js', '/app/b.js'])).toEqual(['/app/a.js', '/app/b.js', true]);
    expect(used(program, ['/app/c.js', '/app/d.js'])).toEqual([false]);
    expect(program.limits.tooMuch).toEqual(['/app/c.js']);
  });

  it('is that of 5,000 scripts, and not whole where there are more, which is told', () => {
    const names = Array.from({ length: 5001 }, (_, at) => `/app/${at}.js`);
    const asked: string[] = [];
    const read = (name: string): string => {
      asked.push(name);
      return '';
    };
    const program = new ProgramText(names, read, parser);
    expect(used(program, program.own.slice(0, 5000))).toEqual([true]);
    expect(used(program, program.own)).toEqual([false]);
    expect(asked).toHaveLength(5000);
    expect(program.limits.tooMuch).toEqual(['/app/5000.js']);
  });

  it.each([
    ['the end is missing', 'rows.push({ a: 1'],
    ['it is no JavaScript', '<html>rows</html>'],
    ['it is bytes', `rows\u0000\ufffd\u0001${String.fromCharCode(0xd800)}`],
    ['it ends in a string', "rows = 'x"],
  ])('is not used where %s', (_title, text) => {
    const program = programOfTexts({ '/app/a.js': text });
    expect(used(program, ['/app/a.js'])).toEqual([false]);
    expect(program.limits.unparsed).toEqual(['/app/a.js']);
  });

  it('may be one long line', () => {
    const program = programOfTexts({ '/app/a.js': `${'a();'.repeat(2 ** 16)}rows;` });
    expect(used(program, ['/app/a.js'])).toEqual(['/app/a.js', true]);
  });
});

describe('a place where a function begins', () => {
  const text = 'class Hub {\n  rows = [];\n  static all = new Set();\n  static { Hub.all.add(1); }\n  put() {}\n}\n';
  const tree = programIn(text).tree('/app/hub.js');

  it.each([
    ['of a class', 1, 1, true],
    ['of its body', 1, 11, true],
    ['of its first field, where later versions of Node.js put what sets up the fields', 2, 3, true],
    ['of a static field', 3, 3, true],
    ['of a static block', 4, 3, true],
    ['of a method', 5, 6, true],
    ['of nothing', 2, 4, false],
  ])('is that %s', (_what, line, column, isPlace) => {
    expect(tree?.isFunctionPlace(line, column)).toBe(isPlace);
  });
});
