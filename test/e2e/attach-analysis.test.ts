import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { bundleProgram, type RunningProgram } from './support/program.js';
import { type Serving, startServing } from './support/serving.js';

/** A service that keeps its closed connections, and gets some more ten times a second. */
const SOURCE = `
  class Connection { constructor(id) { this.id = id; this.destroyed = false; } close() { this.destroyed = true; } }
  class Pool { idle = []; inUse = new Set(); booked = new Map(); }
  const pool = new Pool();
  globalThis.pool = pool;
  let next = 0;
  const work = () => { const connection = new Connection(next++); pool.booked.set(connection.id, connection); connection.close(); };
  for (let count = 0; count < 20_000; count += 1) work();
  setInterval(() => { for (let count = 0; count < 20; count += 1) work(); }, 100);
  console.log('ready');
`;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

let poolscope: (...args: string[]) => RunningProgram;
let scratch = '';
let serving: Serving;

beforeAll(async () => {
  poolscope = await bundleProgram('attach-analysis');
  scratch = await mkdtemp(join(tmpdir(), 'poolscope-analysis-'));
  await writeFile(join(scratch, 'service.cjs'), SOURCE);
  serving = startServing(process.execPath, ['--inspect=127.0.0.1:0', join(scratch, 'service.cjs')]);
  await serving.waitFor(/ready/);
});
afterAll(async () => {
  await serving.stop();
  await rm(scratch, { recursive: true, force: true });
});

const attach = (folder: string, ...args: string[]): RunningProgram =>
  poolscope('attach', String(serving.pid), '--dir', folder, '--interval', '500ms', ...args);

/** The processes that a process has started. */
async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
}

/** One that has ended is a zombie where nobody waits for it. */
async function isAlive(pid: number): Promise<boolean> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z');
  return !/\) [ZX]/.test(text);
}

describe.skipIf(process.platform !== 'linux')('the analysis of a series', { timeout: 120_000 }, () => {
  it.each([
    ['that is read while it comes', ['--rounds', '2', '--no-watch']],
    ['that is watched', ['--rounds', '2', '--watch-time', '1s']],
    ['that is compressed', ['--rounds', '2', '--no-watch', '--gzip']],
    ['of one snapshot', ['--rounds', '0']],
    ['for which memory is short', ['--rounds', '1', '--max-memory', '2MB']],
  ])('%s is that of its folder', async (name, args) => {
    const folder = join(scratch, name);
    const run = attach(folder, '--format', 'json', ...args);
    const { code } = await run.exit;
    const again = poolscope('analyze', folder, '--format', 'json', ...args.filter((arg) => /memory|^2MB$/.test(arg)));
    expect([code, (await again.exit).code]).toEqual(name.endsWith('short') ? [2, 2] : [1, 1]);
    expect(run.output.stdout).toBe(again.output.stdout);
    expect((await readdir(folder)).filter((file) => file.endsWith('.part'))).toEqual([]);
  });

  it.each(SIGNALS)('is ended by %s while it computes, and says where the snapshots are', async (signal) => {
    const folder = join(scratch, signal);
    const run = attach(folder, '--rounds', '1', '--no-watch');
    await expect.poll(() => existsSync(join(folder, '0.heapsnapshot.json')), { timeout: 60_000 }).toBe(true);
    // A process that is stopped hears as little as one in a long computation.
    const children = await childrenOf(run.child.pid ?? 0);
    expect(children).toHaveLength(1);
    process.kill(children[0] ?? 0, 'SIGSTOP');
    await expect.poll(() => run.output.stderr, { timeout: 60_000 }).toContain('The snapshots are in');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(run.child.exitCode).toBeNull();
    const startMs = performance.now();
    run.child.kill(signal);
    const { code } = await run.exit;
    expect(performance.now() - startMs).toBeLessThan(3500);
    expect(code).toBe(130);
    expect(run.output.stderr).toContain(`Interrupted. Kept 2 snapshots; to analyze them: poolscope analyze ${folder}/`);
    await expect.poll(() => isAlive(children[0] ?? 0)).toBe(false);
  });

  it('that is killed is done again by another process', async () => {
    const folder = join(scratch, 'killed');
    const run = attach(folder, '--rounds', '1', '--no-watch');
    await expect.poll(() => existsSync(join(folder, '0.heapsnapshot.json')), { timeout: 60_000 }).toBe(true);
    const [child = 0] = await childrenOf(run.child.pid ?? 0);
    process.kill(child, 'SIGSTOP');
    await expect.poll(() => run.output.stderr, { timeout: 60_000 }).toContain('The snapshots are in');
    process.kill(child, 'SIGKILL');
    const { code } = await run.exit;
    expect([code, run.output.stderr.match(/^poolscope: /m)]).toEqual([1, null]);
    expect(run.output.stdout).toContain('Pool.booked');
  });
});
