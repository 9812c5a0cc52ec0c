import { type ChildProcess, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { HeapBuilder } from '../support/heap-dsl.js';

const ROOT = resolve(import.meta.dirname, '../..');

let scratch = '';
const paths: string[] = [];
let children: ChildProcess[] = [];

/** A pool that keeps its closed connections in an array. */
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'poolscope-examples-'));
  // Where a program outside of the bundle is looked for: memlab.
  await symlink(join(ROOT, 'node_modules'), join(scratch, 'node_modules'), 'junction');
  const heap = new HeapBuilder();
  const retired = heap.array([]);
  heap.global.property('pool', heap.object('Pool').property('retired', retired));
  for (let round = 0; round < 3; round += 1) {
    for (let count = 0; count < 20; count += 1) retired.push(heap.object('Connection').property('closed', true));
    const path = join(scratch, `${round}.heapsnapshot`);
    await writeFile(path, heap.toJson());
    paths.push(path);
  }
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  await rm(scratch, { recursive: true, force: true });
});

/** The same in a process. memlab needs a snapshot of V8's own to write its traces. */
const LEAKY = `
  const { writeHeapSnapshot } = require('node:v8');
  class Connection { closed = false; }
  class Pool { retired = []; }
  globalThis.pool = new Pool();
  for (const file of process.argv.slice(1)) {
    for (let count = 0; count < 20; count += 1) pool.retired.push(Object.assign(new Connection(), { closed: true }));
    writeHeapSnapshot(file, { exposeNumericValues: true });
  }`;

/** The programs of docs/library.md, in their order. */
async function examples(): Promise<string[]> {
  const text = await readFile(join(ROOT, 'docs/library.md'), 'utf8');
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, program = '']) => program);
}

/** Runs a program of the docs, with the library as it is in the sources. */
async function run(index: number, args: readonly string[]): Promise<SpawnSyncReturns<string>> {
  const file = join(scratch, `example-${index}.mjs`);
  await build({
    stdin: { contents: (await examples())[index] ?? '', loader: 'ts', resolveDir: ROOT },
    alias: {
      'poolscope/memlab': join(ROOT, 'src/memlab/memlab.ts'),
      poolscope: join(ROOT, 'src/index.ts'),
    },
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    external: ['@memlab/*', './memlab-bridge.js', './row-parser.wasm'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return spawnSync(process.execPath, [file, ...args], { encoding: 'utf8', cwd: scratch });
}

describe('the programs of docs/library.md', () => {
  it('are four', async () => {
    expect(await examples()).toHaveLength(4);
  });

  it('analyze files, say how far they have come, and end with a code', async () => {
    const { stdout, stderr, status } = await run(0, paths);
    expect(stdout).toMatch(/^leak .*Pool\.retired/);
    expect(stderr).toContain('read ');
    expect(status).toBe(1);
  });

  it('capture a running process', async () => {
    const app = join(scratch, 'app.cjs');
    await writeFile(app, "setInterval(() => {}, 1_000); process.send('ready');");
    const child = spawn(process.execPath, ['--inspect-port=0', app], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    children.push(child);
    await once(child, 'message');
    const { stdout, stderr } = await run(1, [String(child.pid), join(scratch, 'captured')]);
    expect(stderr).toMatch(/^expected pause, in ms: \[ [\d.]+, [\d.]+ \]\npauses, in ms: \[/);
    expect(stdout).toMatch(/no leak found\./);
  }, 60_000);

  it('analyze what is no file', async () => {
    const { stdout, stderr } = await run(2, paths);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^leak .*Pool\.retired/);
  });

  it('filter what memlab finds', async () => {
    const files = ['a', 'b', 'c'].map((name) => join(scratch, `${name}.heapsnapshot`));
    const written = spawnSync(process.execPath, ['--eval', LEAKY, ...files], { encoding: 'utf8' });
    expect(written.stderr).toBe('');
    const { stdout, stderr } = await run(3, files);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/Pool\.retired.* 60\nleaks in memlab: 1\n/);
  }, 180_000);
});
