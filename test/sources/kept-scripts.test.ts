import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import { type KeptFiles, readKeptScripts } from '../../src/sources/kept-scripts.js';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const entry = (scriptId: number, text: string, more: object = {}): object => ({
  scriptId,
  url: `file:///app/${scriptId}.js`,
  hash: hashOf(text),
  bytes: Buffer.byteLength(text),
  sourceMapUrl: null,
  inlineMap: false,
  ...more,
});
const unkept = (scriptId: number): object => entry(scriptId, '', { hash: null, bytes: null });

/** A folder `series` with one snapshot, texts, and what is beside the snapshot. Notes what is read. */
function filesOf(sidecar: unknown, texts: Readonly<Record<string, string>> = {}) {
  const read: string[] = [];
  const contents = new Map([
    ['series/0.heapsnapshot.json', typeof sidecar === 'string' ? sidecar : JSON.stringify(sidecar)],
    ...Object.entries(texts).map(([name, text]) => [`series/scripts/${name}`, text] as const),
  ]);
  const files: KeptFiles = {
    readNow: (path, maxBytes) => {
      read.push(path);
      const text = contents.get(path) ?? null;
      return text !== null && Buffer.byteLength(text) > maxBytes ? null : text;
    },
    readPart: (path, offset, bytes) => {
      read.push(path);
      const content = Buffer.from(contents.get(path) ?? '');
      return offset + bytes > content.length ? null : content.toString('utf8', offset, offset + bytes);
    },
    isFolder: (path) => path === 'series/scripts',
  };
  return { files, read };
}

const readFrom = (sidecar: unknown, texts?: Readonly<Record<string, string>>) =>
  readKeptScripts('series/0.heapsnapshot', filesOf(sidecar, texts).files);

describe('kept scripts', () => {
  it('are described beside the snapshot, in the order of their numbers', () => {
    const kept = readFrom({ capturedAt: 'x', scripts: [entry(9, 'b', { sourceMapUrl: '9.js.map' }), entry(2, 'a')] });
    expect(kept?.scripts).toEqual([entry(2, 'a'), entry(9, 'b', { sourceMapUrl: '9.js.map' })]);
  });

  it('have their texts in files of their hash', () => {
    const kept = readFrom({ scripts: [entry(1, 'Grüße\n')] }, { [hashOf('Grüße\n')]: 'Grüße\n' });
    const [script] = kept?.scripts ?? [];
    expect(script && [kept?.readText(script), kept?.problemOf(script)]).toEqual(['Grüße\n', null]);
  });

  it('have their source maps in that file as well', () => {
    const file = `${'0'.repeat(64)}.texts`;
    const map = { path: '/app/maps/1.js.map', hash: hashOf('the map'), bytes: 7, at: 1 };
    const read = (more: object, url = 'file:///app/1.js') =>
      readFrom(
        { texts: file, scripts: [entry(1, 'a', { at: 0, map, ...more }), entry(2, 'a', { at: 0 })] },
        { [file]: 'athe map' },
      )?.readMap(url);
    expect(read({})).toEqual({ path: '/app/maps/1.js.map', text: 'the map' });
    expect(read({}, '/app/1.js')).toEqual(read({}));
    expect(read({ map: { ...map, at: 2 } })).toBeNull();
    expect(read({ map: null })).toBeNull();
    expect(read({}, 'file:///app/2.js')).toBeNull();
    expect(read({ url: 'file:///app/2.js' }, 'file:///app/2.js')).toBeNull();
  });

  it('have their texts in one file, each where the sidecar says', () => {
    const file = `${'0'.repeat(64)}.texts`;
    const scripts = [
      entry(1, 'Grüße', { at: 0 }),
      entry(2, 'b', { at: 7 }),
      entry(3, 'c', { at: 7 }),
      entry(4, 'd', { at: 9 }),
    ];
    const kept = readFrom({ texts: file, scripts }, { [file]: 'Grüßeb' });
    expect(kept?.scripts.map((script) => [kept.readText(script), kept.problemOf(script)])).toEqual([
      ['Grüße', null],
      ['b', null],
      [null, 'changed'],
      [null, 'unreadable'],
    ]);
  });

  it.each(['../0.heapsnapshot', `${'0'.repeat(64)}.texts/..`, '/etc/passwd'])('are in no other file: %s', (file) => {
    expect(readFrom({ texts: file, scripts: [entry(1, 'a', { at: 0 })] }, { [file]: 'a' })).toBeNull();
  });

  it.each([
    ['changed', 'b'],
    ['unreadable', 'longer than it was'],
  ])('give no text that is not the one that ran: %s', (problem, onDisk) => {
    const kept = readFrom({ scripts: [entry(1, 'a')] }, { [hashOf('a')]: onDisk });
    const [script] = kept?.scripts ?? [];
    expect(script && [kept?.readText(script), kept?.problemOf(script)]).toEqual([null, problem]);
  });

  it('give no text when its file, or their folder, is missing', () => {
    const { files } = filesOf({ scripts: [entry(1, 'a')] }, { [hashOf('a')]: 'a' });
    const noFolder = readKeptScripts('series/0.heapsnapshot', { ...files, isFolder: () => false });
    for (const kept of [readFrom({ scripts: [entry(1, 'a')] }), noFolder]) {
      const [script] = kept?.scripts ?? [];
      expect(script && [kept?.readText(script), kept?.problemOf(script)]).toEqual([null, 'unreadable']);
    }
  });

  it('count those whose text was not kept', () => {
    expect(readFrom({ scripts: [entry(1, 'a'), unkept(2), unkept(3)] })).toMatchObject({ leftOut: 2 });
  });

  it.each([
    ['nothing is beside the snapshot', ''],
    ['what is there is no JSON', '{"scripts": ['],
    ['it is of another origin', { capturedAt: '2026-01-02T03:04:05Z' }],
    ['an older version wrote it', { scripts: [{ url: 'file:///a.js', sourceMapUrl: null }] }],
    ['only the names were kept', { scripts: [unkept(1)] }],
    ['it is a list', [entry(1, 'a')]],
  ])('are not there when %s', (_, sidecar) => {
    expect(readFrom(sidecar)).toBeNull();
  });

  it.each([
    ['a way out of the folder', { hash: '../../etc/passwd' }],
    ['a way out behind a hash', { hash: `${'a'.repeat(64)}/../../x` }],
    ['a hash with a line break', { hash: `${'a'.repeat(64)}\n` }],
    ['a hash in capitals', { hash: 'A'.repeat(64) }],
    ['a hash that is no text', { hash: 7 }],
    ['a length beyond what is kept', { bytes: 2 ** 25 + 1 }],
    ['a length that is no number', { bytes: '1' }],
    ['a length below one', { bytes: 0 }],
    ['a length of a text without one', { hash: null }],
    ['a number with a fraction', { scriptId: 1.5 }],
    ['a number below zero', { scriptId: -1 }],
    ['a URL that is an object', { url: {} }],
    ['a flag that is a text', { inlineMap: 'no' }],
  ])('are all refused for one with %s', (_, wrong) => {
    const { files, read } = filesOf({ scripts: [entry(1, 'a'), entry(2, 'b', wrong)] });
    expect(readKeptScripts('series/0.heapsnapshot', files)).toBeNull();
    expect(read).toEqual(['series/0.heapsnapshot.json']);
  });

  it('are refused when two have one number, or when they are more than are kept', () => {
    expect(readFrom({ scripts: [entry(1, 'a'), entry(1, 'b')] })).toBeNull();
    const many = Array.from({ length: 5001 }, (_, index) => entry(index, 'a'));
    expect(readFrom({ scripts: many })).toBeNull();
    expect(readFrom({ scripts: many.slice(1) })?.scripts).toHaveLength(5000);
  });
});
