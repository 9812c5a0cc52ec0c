import { describe, expect, it } from 'vitest';

import type { KeptScripts } from '../../src/sources/kept-scripts.js';
import { scriptReader } from '../../src/sources/script-reader.js';
import { fakeFiles } from './fake-files.js';

const HEAD = 'const rows = new Map(); // as it ran';
const TEXT = `${HEAD}\nrows.set(1, 2);\n`;

/** What `attach` kept, by URL; null for a text that is not what was kept. */
function keptOf(texts: readonly (readonly [string, string | null])[]): KeptScripts {
  return {
    scripts: texts.map(([url], scriptId) => ({ url, scriptId })),
    readText: ({ scriptId }: { readonly scriptId: number }) => texts[scriptId][1],
  } as unknown as KeptScripts;
}

interface ReadOptions {
  readonly name?: string;
  readonly head?: string | null;
  readonly kept?: KeptScripts | null;
  readonly files?: Readonly<Record<string, string>>;
  readonly roots?: readonly string[];
}

function read({ name = '/app/hub.js', head = HEAD, kept = null, files = {}, roots = [] }: ReadOptions): string | null {
  return scriptReader([{ name, mapUrl: null, head }], { kept, files: fakeFiles(files), roots })(name);
}

describe('the text of a script', () => {
  it('is what was kept of the process, before any file', () => {
    const kept = keptOf([['/app/hub.js', TEXT]]);
    expect(read({ kept, files: { '/app/hub.js': `${TEXT}// on disk` } })).toBe(TEXT);
  });

  it('is kept under its URL where the snapshot has its path, and the other way round', () => {
    expect(read({ kept: keptOf([['file:///app/hub.js', TEXT]]) })).toBe(TEXT);
    expect(read({ name: 'file:///app/hub.js', kept: keptOf([['/app/hub.js', TEXT]]) })).toBe(TEXT);
  });

  it('is the last of several that were kept under one name', () => {
    expect(
      read({
        kept: keptOf([
          ['/app/hub.js', `${TEXT}// 1`],
          ['/app/hub.js', TEXT],
        ]),
      }),
    ).toBe(TEXT);
  });

  it.each([
    ['is missing', [] as const],
    ['cannot be read', [['/app/hub.js', null]] as const],
    ['is another version', [['/app/hub.js', 'let rows = []; // another version']] as const],
  ])('is that of the file where what was kept %s', (_title, texts) => {
    expect(read({ kept: keptOf(texts), files: { '/app/hub.js': TEXT } })).toBe(TEXT);
  });

  it.each([
    ['as long as in the heap', TEXT, TEXT.length + 16, true],
    ['as long, rounded up to whole words', TEXT, Math.ceil((TEXT.length + 16) / 8) * 8, true],
    ['as long, in two bytes a character', TEXT, 2 * TEXT.length + 16, true],
    ['as long, without its byte order mark', `\uFEFF${TEXT}`, TEXT.length + 16, true],
    ['longer, as by a line further down', `${TEXT}rows.delete(1);\n`, TEXT.length + 16, false],
    ['shorter', TEXT, TEXT.length + 40, false],
    ['of an unknown length', `${TEXT}rows.delete(1);\n`, undefined, true],
  ])('is that of a file only where that is %s', (_title, text, sourceBytes, isUsed) => {
    const script = { name: '/app/hub.js', mapUrl: null, head: HEAD, sourceBytes };
    const readFile = scriptReader([script], { kept: null, files: fakeFiles({ '/app/hub.js': text }), roots: [] });
    expect(readFile('/app/hub.js') !== null).toBe(isUsed);
  });

  it('is not that of a file that begins in another way', () => {
    expect(read({ files: { '/app/hub.js': `// moved\n${TEXT}` } })).toBeNull();
  });

  it('is that of the first file below the roots that begins as it does', () => {
    const files = { '/app/hub.js': '// another\n', '/src/app/hub.js': '// another\n', '/src/hub.js': TEXT };
    expect([read({ files }), read({ files, roots: ['/src'] })]).toEqual([null, TEXT]);
  });

  it('is that of any file of its name where the heap does not show how it begins', () => {
    expect(read({ head: null, files: { '/app/hub.js': 'x' } })).toBe('x');
    expect(read({ head: 'short', files: { '/app/hub.js': 'x' } })).toBe('x');
  });

  it('may be cut in its last two characters', () => {
    expect(read({ head: `${HEAD}??`, files: { '/app/hub.js': TEXT } })).toBe(TEXT);
    expect(read({ head: `${HEAD}???`, files: { '/app/hub.js': TEXT } })).toBeNull();
  });

  it('has no byte order mark, with which columns would be one too high', () => {
    expect(read({ files: { '/app/hub.js': `\uFEFF${TEXT}` } })).toBe(TEXT);
  });

  it('is not read of a script that the heap does not have', () => {
    const files = fakeFiles({ '/app/other.js': TEXT });
    expect([scriptReader([], { kept: null, files, roots: [] })('/app/other.js'), files.asked]).toEqual([null, []]);
  });

  it('is not read of a file over 32 MiB', () => {
    const files = { '/app/hub.js': ' '.repeat(32 * 2 ** 20 + 1) };
    expect(read({ head: null, files })).toBeNull();
  });

  it.each([
    ['leads out of its folder', '/app/../../etc/passwd'],
    ['has a character that ends a name', '/app/hub.js\u0000.txt'],
    ['is a command of a terminal', 'file:///app/\u001b]0;x\u0007.js'],
    ['is broken', 'file:///app/%zz%'],
    ['is of another machine', '//server/share/hub.js'],
    ['is very long', `/app/${'x'.repeat(2 ** 16)}.js`],
  ])('is no failure, and nothing below the roots, where its name %s', (_title, name) => {
    const files = fakeFiles({ '/base/etc/passwd': 'a:b' });
    const text = scriptReader([{ name, mapUrl: null, head: null }], { kept: null, files, roots: ['/base'] })(name);
    expect(text).toBeNull();
    expect(files.asked.filter((path) => /^\/base.*\.\./.test(path))).toEqual([]);
  });

  it('is not that of a script that the sidecar gives the name of another', () => {
    const kept = keptOf([['/app/hub.js', 'export const other = 1; // quite another script']]);
    expect(read({ kept })).toBeNull();
  });
});
