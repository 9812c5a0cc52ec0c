import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openSnapshotFile } from '../../src/snapshot/byte-source.js';
import { readSnapshotWithMemlab } from '../../src/snapshot/memlab-engine.js';
import { readSnapshot } from '../../src/snapshot/read-snapshot.js';
import { HeapBuilder } from '../support/heap-dsl.js';
import { analyzeToJson, poolscope } from './support/command-line.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poolscope-scrub-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a marker is hidden in. The program gets them on standard input, so that none is a name of its code. */
const PLACES = `
  const { writeHeapSnapshot } = require('node:v8');
  const [, , file] = process.argv;
  const m = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
  // A comment with COMMENT.
  class Client { constructor(config) { this.config = config; this.closed = true; } }
  const literal = 'LITERAL', pattern = new RegExp(m.regexp);
  const client = new Client({ user: 'app', password: m.password, connectionString: 'postgres://app:' + m.url + '@db/x' });
  client.headers = { authorization: 'Bearer ' + m.header };
  client.error = new Error('cannot log in as ' + m.error);
  client.cons = m.cons + String(Math.random()).repeat(3);
  client.sliced = (m.sliced + 'x'.repeat(40)).slice(0, 45);
  client.parsed = JSON.parse('{"' + m.jsonKey + '":{"' + m.jsonInner + '":true}}');
  const byToken = {}; byToken[m.smallKey] = client;
  const large = {}; for (let i = 0; i < 2000; i++) large[m.largeKey + i] = { client };
  const odd = {}; odd[m.oddKey + ' &'] = client;
  class Registry {} const registry = new Registry();
  for (let i = 0; i < 2000; i++) registry[m.registryKey + i] = client;
  delete registry[m.registryKey + 0];
  const map = new Map([[m.mapKey, client]]), set = new Set([m.setEntry]);
  const weak = new WeakMap([[client, m.weakValue]]);
  const symbol = { [Symbol(m.symbol)]: client };
  const computed = { [m.method]: function () { return m.closure; } };
  const text = require('node:vm').runInThisContext('(function () { return "' + m.evaluated + '"; })');
  text();
  globalThis.keep = () => [literal, pattern, client, byToken, large, odd, registry, map, set, weak, symbol, computed, text];
  writeHeapSnapshot(file);
`;
const MARKERS = [
  ...'regexp password url header error cons sliced jsonKey jsonInner smallKey largeKey oddKey registryKey mapKey'.split(
    ' ',
  ),
  ...'setEntry weakValue symbol method closure evaluated'.split(' '),
];

describe('a snapshot of a process full of secrets', { timeout: 120_000 }, () => {
  const marker = (): string => `mk${randomBytes(9).toString('hex').replace(/\d/g, 'q')}`;
  const markers: Record<string, string> = {};
  let original = '';

  beforeAll(async () => {
    for (const place of [...MARKERS, 'COMMENT', 'LITERAL', 'ARGV', 'ENV']) markers[place] = marker();
    original = join(folder, 'secrets.heapsnapshot');
    const program = join(folder, 'secrets.cjs');
    await writeFile(program, PLACES.replace('COMMENT', markers['COMMENT']).replace('LITERAL', markers['LITERAL']));
    execFileSync(process.execPath, [program, original, markers['ARGV']], {
      input: JSON.stringify(markers),
      env: { SECRET: markers['ENV'] },
    });
  });

  it('has none of them left in any byte, whichever way it was written', async () => {
    const before = await readFile(original, 'latin1');
    const seen = Object.entries(markers).filter(([, text]) => before.includes(text));
    // Most are in the snapshot at all: what is cut off or not in the heap proves nothing.
    expect(seen.length).toBeGreaterThanOrEqual(20);
    for (const options of [[], ['--names'], ['--numbers']]) {
      const copy = join(folder, `copy${options.join('')}.heapsnapshot`);
      expect(await poolscope(['scrub', original, '-o', copy, ...options])).toMatchObject({ code: 0, stderr: '' });
      const after = await readFile(copy, 'latin1');
      expect(Object.entries(markers).filter(([, text]) => after.includes(text))).toEqual([]);
    }
  });

  it('is read by memlab as the same graph as by poolscope', async () => {
    const copy = join(folder, 'for-memlab.heapsnapshot');
    await poolscope(['scrub', original, '-o', copy]);
    const [own, theirs] = [await readSnapshot(await openSnapshotFile(copy)), await readSnapshotWithMemlab(copy)];
    const before = await readSnapshot(await openSnapshotFile(original));
    for (const column of ['nodeIds', 'edgeHeads'] as const) {
      expect(theirs[column]).toEqual(own[column]);
      expect(own[column]).toEqual(before[column]);
    }
  });
});

/** Each round leaves 20 closed connections in a field; the sidecar says when. */
async function writeSeries(): Promise<string> {
  const series = join(folder, 'series');
  await mkdir(series);
  const heap = new HeapBuilder();
  const pool = heap.object('Pool').property('idle', heap.array([]));
  const closed = heap.array([]);
  heap.global.property('pool', pool.property('lost', closed));
  for (let round = 0; round < 4; round += 1) {
    for (let count = 0; count < 20 * Math.sign(round); count += 1) {
      const name = heap.string(`hunter2 ${round} ${count}`);
      closed.push(heap.object('Connection').property('readyState', heap.string('closed')).property('password', name));
    }
    const file = join(series, `${round}.heapsnapshot.gz`);
    await writeFile(file, gzipSync(heap.toJson()));
    const sidecar = { capturedAt: `2026-01-01T0${round}:00:00.000Z`, heapLimitBytes: 2 ** 31, secret: 'hunter3' };
    await writeFile(`${file}.json`, JSON.stringify({ ...sidecar, scripts: [{ url: 'hunter4' }] }));
  }
  return series;
}

describe('poolscope scrub', { timeout: 60_000 }, () => {
  let series = '';
  beforeAll(async () => {
    series = await writeSeries();
  });

  it('writes a series with the same findings to a folder of its own, for its owner only', async () => {
    const copy = join(folder, 'series-copy');
    const { code, stdout } = await poolscope(['scrub', series, '-o', copy]);
    expect({ code, lines: stdout.split('\n').length }).toEqual({ code: 0, lines: 6 });
    const names = await readdir(copy);
    expect(names).toEqual(await readdir(series));
    for (const name of names) {
      const bytes = await readFile(join(copy, name));
      const text = name.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString();
      expect(text).not.toContain('hunter');
      expect((await stat(join(copy, name))).mode & 0o777).toBe(0o600);
    }
    expect((await stat(copy)).mode & 0o777).toBe(0o700);
    const [before, after] = [await analyzeToJson([series]), await analyzeToJson([copy])];
    expect(before.report.findings.length).toBeGreaterThan(0);
    expect(after.report.findings).toEqual(before.report.findings);
    expect(after.report.growth).toEqual(before.report.growth);
  });

  it('gives copies made with one key the same replacements, and asks for a key that is long enough', async () => {
    const key = join(folder, 'key');
    await writeFile(key, 'short');
    const copies = ['one', 'two'].map((name) => join(folder, `${name}.heapsnapshot`));
    const scrubOne = (path: string) =>
      poolscope(['scrub', join(series, '1.heapsnapshot.gz'), '-o', path, '--key-file', key]);
    expect(await scrubOne(copies[0])).toMatchObject({ code: 2, stderr: expect.stringContaining('16 to') });
    await writeFile(key, randomBytes(32));
    for (const path of copies) await scrubOne(path);
    expect(await readFile(copies[0])).toEqual(await readFile(copies[1]));
  });

  it('leaves nothing behind when the input is faulty, and does not touch what was there', async () => {
    const faulty = join(folder, 'cut.heapsnapshot');
    const output = join(folder, 'kept.heapsnapshot');
    await writeFile(faulty, new HeapBuilder().toJson().slice(0, -20));
    await writeFile(output, 'as it was');
    const before = await readdir(folder);
    expect(await poolscope(['scrub', faulty, '-o', output])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('cut.heapsnapshot'),
    });
    expect(await readFile(output, 'utf8')).toBe('as it was');
    expect(await readdir(folder)).toEqual(before);
  });

  it.each([
    ['its own input', (input: string) => [input, '-o', input], 'one of the files to be read'],
    ['a pipe as input', () => ['-', '-o', join(folder, 'x.heapsnapshot')], 'expected a file'],
    ['another compression', (input: string) => [input, '-o', join(folder, 'x.heapsnapshot.zst')], 'with gzip'],
    ['names and scripts', (input: string) => [input, '-o', 'x', '--names', '--keep-scripts'], 'not both'],
    ['no output', (input: string) => [input], 'output'],
  ])('refuses %s', async (_what, argv, message) => {
    const { code, stderr } = await poolscope(['scrub', ...argv(join(series, '1.heapsnapshot.gz'))], { stdin: '' });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('refuses a folder that has snapshots', async () => {
    expect(await poolscope(['scrub', series, '-o', series])).toMatchObject({ code: 2 });
  });

  it('says so when the folder may not be written to', async () => {
    const { code, stderr } = await poolscope(['scrub', series, '-o', join('/proc', 'nowhere')]);
    expect(code).toBe(2);
    expect(stderr).not.toContain('    at ');
  });
});
