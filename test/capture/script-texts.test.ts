import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { refused } from '../../src/capture/dialogue.js';
import { OWN_CODE } from '../../src/capture/evaluate.js';
import type { InspectorSession } from '../../src/capture/inspector-session.js';
import { type FindMap, keepScriptTexts, TEXT_LIMITS, type TextLimits } from '../../src/capture/script-texts.js';
import { ToolError } from '../../src/errors.js';

interface FakeScript {
  readonly url: string;
  /** Null when the target has dropped it by now. */
  readonly text: string | null;
  readonly more?: object;
}

/** A target with these scripts, numbered from 1. It notes what it is asked. */
function targetWith(scripts: readonly FakeScript[], refuse: (method: string) => Error | null = () => null) {
  const asked: string[] = [];
  const listeners = new Set<Parameters<InspectorSession['listen']>[0]>();
  const session: InspectorSession = {
    send: (method, params = {}) => {
      asked.push(method);
      const error = refuse(method);
      if (error !== null) return Promise.reject(error);
      if (method === 'Debugger.enable')
        for (const [index, { url, text, more }] of scripts.entries()) {
          const params = { scriptId: String(index + 1), url, length: text?.length ?? 1, startLine: 0, startColumn: 0 };
          for (const tell of listeners) tell({ method: 'Debugger.scriptParsed', params: { ...params, ...more } });
        }
      if (method !== 'Debugger.getScriptSource') return Promise.resolve({});
      const script = 'scriptId' in params ? scripts[Number(params.scriptId) - 1] : undefined;
      if (script?.text == null) return Promise.reject(refused(method, 'No script for id'));
      return Promise.resolve({ scriptSource: script.text });
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    pause: () => undefined,
    resume: () => undefined,
    heardAtMs: 0,
    ended: new Promise(() => undefined),
    close: () => Promise.resolve(),
  };
  return { session, asked };
}

let scratch = '';
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'poolscope-texts-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));
const newFolder = (): Promise<string> => mkdtemp(join(scratch, 'series-'));
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The name of the file with these texts. */
const nameFor = (...texts: string[]): string => `${hashOf(texts.map(hashOf).join(''))}.texts`;

async function keep(scripts: readonly FakeScript[], limits: Partial<TextLimits> = {}, findMap: FindMap = () => null) {
  const folder = await newFolder();
  const { session, asked } = targetWith(scripts);
  const kept = await keepScriptTexts(session, folder, new AbortController().signal, {
    findMap,
    limits: { ...TEXT_LIMITS, ...limits },
  });
  const files = await readdir(join(folder, 'scripts')).catch(() => []);
  return { kept, asked, files, folder, leftOut: Object.fromEntries(kept.leftOut) };
}

const file = (name: string, text: string, more: object = {}): FakeScript => ({
  url: `file:///app/${name}`,
  text,
  more,
});

describe('source maps in files of their own', () => {
  const mapped = { sourceMapURL: 'a.js.map' };
  const findMap: FindMap = ({ url }, text) => ({ path: `${url}.map`, text: `map of ${text}` });

  it('are kept behind the texts, for scripts that name one', async () => {
    const { kept, files, folder } = await keep([file('a.js', 'one', mapped), file('b.js', 'two')], {}, findMap);
    const name = nameFor('one', 'two', 'map of one');
    expect(files).toEqual([name]);
    const map = { path: 'file:///app/a.js.map', hash: hashOf('map of one'), bytes: 10, file: name, at: 6 };
    expect([...kept.maps]).toEqual([[1, map]]);
    expect(await readFile(join(folder, 'scripts', name), 'utf8')).toBe('onetwomap of one');
  });

  it('are left out where there is no room', async () => {
    const { kept } = await keep([file('a.js', 'one', mapped)], { totalBytes: 12 }, findMap);
    expect([kept.texts.size, kept.maps.size]).toEqual([1, 0]);
  });
});

describe('the texts of scripts', () => {
  it('are one after the other in one file, equal texts once, which only the user may read', async () => {
    const { kept, files, folder } = await keep([file('a.js', 'same'), file('b.js', 'same'), file('c.js', 'Grüße 🎈')]);
    const name = nameFor('same', 'Grüße 🎈');
    expect(files).toEqual([name]);
    expect([...kept.texts]).toEqual([
      [1, { hash: hashOf('same'), bytes: 4, file: name, at: 0 }],
      [2, { hash: hashOf('same'), bytes: 4, file: name, at: 0 }],
      [3, { hash: hashOf('Grüße 🎈'), bytes: 12, file: name, at: 4 }],
    ]);
    expect(kept).toMatchObject({ bytes: 16, failure: null });
    expect(await readFile(join(folder, 'scripts', name), 'utf8')).toBe('sameGrüße 🎈');
    expect((await stat(join(folder, 'scripts'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'scripts', name))).mode & 0o777).toBe(0o600);
  });

  it('are at their places in the file when there are thousands of them', async () => {
    const texts = Array.from({ length: 2500 }, (_, index) => `text ${index}${'.'.repeat(index % 50)}`);
    const { kept, files, folder } = await keep(texts.map((text, index) => file(`${index}.js`, text)));
    const whole = await readFile(join(folder, 'scripts', files[0]));
    const read = [...kept.texts.values()].map(({ at, bytes }) => whole.toString('utf8', at, at + bytes));
    expect([files.length, read.sort()]).toEqual([1, texts.sort()]);
  });

  it('are asked for with a debugger that stops nowhere, and that is off afterwards', async () => {
    const { asked } = await keep([file('a.js', 'a'), file('b.js', 'b')]);
    expect(asked).toEqual([
      'Debugger.enable',
      'Debugger.setSkipAllPauses',
      'Debugger.getScriptSource',
      'Debugger.getScriptSource',
      'Debugger.disable',
    ]);
  });

  it('are those of the program: neither of Node.js, nor of WebAssembly, nor what was run to ask the process', async () => {
    const { kept, files, leftOut } = await keep([
      { url: 'node:fs', text: 'internal' },
      { url: 'wasm://wasm/1', text: 'wasm', more: { scriptLanguage: 'WebAssembly' } },
      file('empty.js', ''),
      { url: '', text: `${OWN_CODE}process.pid` },
      { url: '', text: 'compiled from a string' },
    ]);
    expect(files).toEqual([nameFor('compiled from a string')]);
    expect([[...kept.texts.keys()], leftOut]).toEqual([[5], {}]);
  });

  it('say where their source map is, and that it is in the text', async () => {
    const { kept } = await keep([
      file('a.js', 'a', { sourceMapURL: 'a.js.map' }),
      file('b.js', 'b', { sourceMapURL: 'data:application/json;base64,e30=' }),
      file('c.js', 'c', { sourceMapURL: '' }),
    ]);
    expect(kept.scripts.map(({ sourceMapUrl, inlineMap }) => [sourceMapUrl, inlineMap])).toEqual([
      ['a.js.map', false],
      [null, true],
      [null, false],
    ]);
  });

  it('are left out beyond the number of scripts, the own files of the program first', async () => {
    const { kept, leftOut } = await keep(
      [
        { url: '', text: 'unnamed' },
        { url: 'evalmachine.<anonymous>', text: 'elsewhere' },
        file('node_modules/x/a.js', 'package'),
        file('a.js', 'own'),
      ],
      { scripts: 2 },
    );
    expect([[...kept.texts.keys()].sort(), leftOut]).toEqual([[3, 4], { 'too-many': 2 }]);
  });

  it('are left out beyond the bytes of all, where equal texts count once', async () => {
    const texts = [file('a.js', 'aaaa'), file('b.js', 'aaaa'), file('c.js', 'cccc'), file('d.js', 'd')];
    expect((await keep(texts, { totalBytes: 8 })).leftOut).toEqual({ 'too-many': 1 });
    expect((await keep(texts, { totalBytes: 9 })).leftOut).toEqual({});
  });

  it('are left out when one is too long, in characters before it is asked for, or in bytes', async () => {
    const { asked, leftOut } = await keep([file('a.js', 'aaaaa'), file('b.js', '🎈🎈'), file('c.js', 'cccc')], {
      bytesEach: 4,
    });
    expect(leftOut).toEqual({ 'too-long': 2 });
    expect(asked.filter((method) => method === 'Debugger.getScriptSource')).toHaveLength(2);
  });

  it('are left out where code from strings is more, or longer, than a program writes', async () => {
    const scripts = [1, 2, 3].map((count) => ({ url: '', text: `made ${count}` }));
    expect((await keep(scripts, { unnamedScripts: 2 })).leftOut).toEqual({ 'too-many': 1 });
    expect((await keep(scripts, { unnamedBytesEach: 5 })).leftOut).toEqual({ 'too-long': 3 });
  });

  it('are left out where lines are not counted from the beginning of the text', async () => {
    const { leftOut, files } = await keep([
      file('a.js', 'a', { startLine: 5 }),
      file('b.js', 'b', { startColumn: -62 }),
    ]);
    expect([leftOut, files]).toEqual([{ displaced: 2 }, []]);
  });

  it('are left out when the process no longer has them', async () => {
    const { kept, leftOut } = await keep([{ url: 'file:///a.js', text: null }, file('b.js', 'b')]);
    expect([[...kept.texts.keys()], leftOut, kept.failure]).toEqual([[2], { gone: 1 }, null]);
  });

  it('are left out when the time is over, to read them or to write them', async () => {
    const scripts = [file('a.js', 'a'), file('b.js', 'b')];
    const late = await keep(scripts, { readMs: 0 });
    expect([late.leftOut, late.files, late.asked.at(-1)]).toEqual([{ 'too-late': 2 }, [], 'Debugger.disable']);
    const unwritten = await keep(scripts, { writeMs: 0 });
    expect([unwritten.leftOut, unwritten.kept.texts.size]).toEqual([{ 'too-late': 2 }, 0]);
  });

  it('end where the process does, which is told and not thrown', async () => {
    const lost = new ToolError('target-lost', 'gone');
    const { session, asked } = targetWith([file('a.js', 'a')], (method) =>
      method === 'Debugger.getScriptSource' ? lost : null,
    );
    const kept = await keepScriptTexts(session, await newFolder(), new AbortController().signal);
    expect([kept.failure, kept.texts.size, asked.at(-1)]).toEqual([lost, 0, 'Debugger.disable']);
  });

  it('end when the user interrupts', async () => {
    const { session, asked } = targetWith([file('a.js', 'a')]);
    const kept = await keepScriptTexts(session, await newFolder(), AbortSignal.abort(new Error('enough')));
    expect([kept.failure?.message, asked.at(-1)]).toEqual(['enough', 'Debugger.disable']);
  });

  it.each([
    ['half written', (path: string) => writeFile(path, 'wh')],
    ['a link', (path: string, elsewhere: string) => symlink(elsewhere, path)],
  ])('replace the file of an earlier series that is %s', async (_, place) => {
    const folder = await newFolder();
    await mkdir(join(folder, 'scripts'));
    const elsewhere = join(await newFolder(), 'precious');
    await writeFile(elsewhere, 'untouched');
    const name = nameFor('whole', 'linked');
    await place(join(folder, 'scripts', name), elsewhere);
    const { session } = targetWith([file('a.js', 'whole'), file('b.js', 'linked')]);
    expect((await keepScriptTexts(session, folder, new AbortController().signal)).failure).toBeNull();
    expect(await readFile(join(folder, 'scripts', name), 'utf8')).toBe('wholelinked');
    expect(await readFile(elsewhere, 'utf8')).toBe('untouched');
  });

  it.each([
    ['a link', (path: string, elsewhere: string) => symlink(elsewhere, path)],
    ['a file', (path: string) => writeFile(path, '')],
  ])('are not written where their folder is %s', async (_, place) => {
    const [folder, elsewhere] = [await newFolder(), await newFolder()];
    await place(join(folder, 'scripts'), elsewhere);
    const { session } = targetWith([file('a.js', 'a')]);
    const kept = await keepScriptTexts(session, folder, new AbortController().signal);
    expect([kept.failure?.message, kept.texts.size]).toEqual([expect.stringMatching(/scripts is no folder/), 0]);
    expect(await readdir(elsewhere)).toEqual([]);
  });
});
