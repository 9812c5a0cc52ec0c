import { describe, expect, test } from 'vitest';
import type { Script, SourcePlace } from '../../src/graph/script-places.js';
import { loadTranslator } from '../../src/sources/load-translator.js';
import { fakeFiles, mapTo } from './fake-files.js';

const CODE = 'class Pool { constructor() { this.used = []; } }\nexport { Pool };\n';

/** Where line 2 of a script is shown. */
async function lineTwo(
  script: Partial<Script> & { name: string },
  files: Readonly<Record<string, string>>,
  roots: readonly string[] = [],
): Promise<SourcePlace> {
  const translate = await loadTranslator([{ mapUrl: null, head: null, ...script }], { files: fakeFiles(files), roots });
  return translate({ file: script.name, line: 2, column: 9, function: 'Pool' });
}

function inline(map: string): string {
  return `data:application/json;base64,${Buffer.from(map).toString('base64')}`;
}

const TYPESCRIPT = { file: '/app/src/pool.ts', line: 5, column: 3, function: 'Pool' };
const JAVASCRIPT = { file: '/app/dist/pool.js', line: 2, column: 9, function: 'Pool' };
const script = { name: 'file:///app/dist/pool.js', mapUrl: 'pool.js.map' };

/** A map that is made of one part. */
function partOf(offset: string): string {
  return `{"version":3,"sections":[{"offset":${offset},"map":${mapTo('../src/pool.ts')}}]}`;
}

/** A map of the place, with so many lines behind it. */
function linesOf(lines: number): string {
  return mapTo('../src/pool.ts').replace(';AAIE', `;AAIE${';'.repeat(lines)}`);
}

describe('loadTranslator', () => {
  test('translates through a map that is made of parts', async () => {
    expect(await lineTwo(script, { '/app/dist/pool.js.map': partOf('{"line":0,"column":0}') })).toEqual(TYPESCRIPT);
  });

  test('translates through the map that the script names', async () => {
    expect(await lineTwo(script, { '/app/dist/pool.js.map': mapTo('../src/pool.ts') })).toEqual(TYPESCRIPT);
  });

  test('finds a map beside a script that names none', async () => {
    const place = await lineTwo({ name: '/app/dist/pool.js' }, { '/app/dist/pool.js.map': mapTo('../src/pool.ts') });
    expect(place).toEqual(TYPESCRIPT);
  });

  test('reads a whole inline map from the heap, without any file', async () => {
    const place = await lineTwo({ name: '/app/dist/pool.js', mapUrl: inline(mapTo('../src/pool.ts')) }, {});
    expect(place).toEqual(TYPESCRIPT);
  });

  test('prefers the map that was kept when the process was captured, with sources beside where it was then', async () => {
    const readMap = () => ({ path: '/app/dist/pool.js.map', text: mapTo('../src/pool.ts') });
    const files = fakeFiles({ '/app/dist/pool.js.map': mapTo('../other/pool.ts') });
    const translate = await loadTranslator([{ ...script, head: null }], { files, readMap });
    expect(translate({ ...JAVASCRIPT, file: script.name })).toEqual(TYPESCRIPT);
  });

  test('reads an inline map from the file when the heap shows only its beginning', async () => {
    const url = inline(mapTo('../src/pool.ts'));
    const code = `${CODE}//# sourceMappingURL=${url}\n`;
    const place = await lineTwo({ ...script, mapUrl: url.slice(0, 50), head: CODE }, { '/app/dist/pool.js': code });
    expect(place).toEqual(TYPESCRIPT);
  });

  test('finds the files of a container below a root, and shows where they are here', async () => {
    const files = { '/home/me/shop/dist/pool.js.map': mapTo('../src/pool.ts') };
    expect(await lineTwo(script, files, ['/home/me/shop'])).toEqual({
      ...TYPESCRIPT,
      file: '/home/me/shop/src/pool.ts',
    });
  });

  test.each<[string, Record<string, string>]>([
    ['there is no map', {}],
    ['the map is no JSON', { '/app/dist/pool.js.map': '<html>not found</html>' }],
    ['the map is JSON of another kind', { '/app/dist/pool.js.map': '{"mappings":7}' }],
    ['the mappings are broken', { '/app/dist/pool.js.map': '{"version":3,"sources":["a.ts"],"mappings":"%%;%%"}' }],
    [
      'the map names no source',
      { '/app/dist/pool.js.map': '{"version":3,"sources":[null],"names":[],"mappings":"AAAA;AAIE"}' },
    ],
    ['the map is of a later version', { '/app/dist/pool.js.map': mapTo('a.ts').replace('"version":3', '"version":4') }],
    ['the map asks for billions of lines', { '/app/dist/pool.js.map': partOf('{"line":4000000000,"column":0}') }],
    ['a part of the map has no place', { '/app/dist/pool.js.map': partOf('{"line":"0"}') }],
    ['the map has more lines than are decoded', { '/app/dist/pool.js.map': linesOf(4_000_000) }],
    ['the map ends before the place', { '/app/dist/pool.js.map': mapTo('a.ts').replace(';AAIE', '') }],
  ])('leaves the place as it is when %s', async (_, files) => {
    expect(await lineTwo(script, files)).toEqual(JAVASCRIPT);
  });

  test('does not believe a map of another build', async () => {
    const map = { '/app/dist/pool.js.map': mapTo('../src/pool.ts') };
    const same = await lineTwo({ ...script, head: CODE }, { ...map, '/app/dist/pool.js': CODE });
    const other = await lineTwo({ ...script, head: CODE }, { ...map, '/app/dist/pool.js': `'use strict';\n${CODE}` });
    expect([same, other]).toEqual([TYPESCRIPT, JAVASCRIPT]);
  });

  test('gives the name that the text in the map declares', async () => {
    const content = '\n\n\n\n  class Session { constructor() {} }\n';
    const map = JSON.stringify({ ...JSON.parse(mapTo('../src/pool.ts')), sourcesContent: [content] });
    const place = await lineTwo(script, { '/app/dist/pool.js.map': map });
    expect(place).toEqual({ ...TYPESCRIPT, function: 'Session' });
  });

  test('keeps the URL of a source that is no file', async () => {
    const place = await lineTwo(script, { '/app/dist/pool.js.map': mapTo('webpack://shop/./src/pool.ts') });
    expect(place.file).toBe('webpack://shop/./src/pool.ts'.replace('/./', '/'));
  });

  test('reads nothing for the modules of Node.js and for code without a file', async () => {
    const files = fakeFiles({});
    const names = ['node:net', 'evalmachine.<anonymous>', 'node:internal/timers', '//server/share/x.js'];
    await loadTranslator(
      names.map((name) => ({ name, mapUrl: 'x.js.map', head: null })),
      { files, roots: [] },
    );
    expect(files.asked).toEqual([]);
  });

  test('stops when it is cancelled', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    const load = loadTranslator([{ ...script, head: null }], { files: fakeFiles({}), signal });
    await expect(load).rejects.toThrow('enough');
  });
});
