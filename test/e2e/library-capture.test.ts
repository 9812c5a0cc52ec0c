import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { analyzeFiles, type CaptureEvent, captureSeries } from '../../src/index.js';

/** A pool whose `retired` keeps each closed connection. A message adds some. */
const PROGRAM = `
class Connection { constructor() { this.closed = false; this.buffer = new Array(50).fill(0); } }
class Pool {
  retired = [];
  close(connection) {
    connection.closed = true;
    this.retired.push(connection);
  }
}
globalThis.pool = new Pool();
process.on('message', () => {
  for (let count = 0; count < 50; count += 1) globalThis.pool.close(new Connection());
  process.send('done');
});
process.send('ready');
`;

let scratch = '';
let child: ChildProcess;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'poolscope-library-capture-'));
  await writeFile(join(scratch, 'app.cjs'), PROGRAM);
});
afterAll(() => rm(scratch, { recursive: true, force: true }));
afterEach(() => void child.kill('SIGKILL'));

async function start(): Promise<number> {
  child = spawn(process.execPath, ['--inspect-port=0', join(scratch, 'app.cjs')], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  await once(child, 'message');
  return child.pid ?? 0;
}

async function closeSome(): Promise<void> {
  child.send('close');
  await once(child, 'message');
}

describe('captureSeries', () => {
  it('captures a running process, and analyzeFiles names the line that ran', async () => {
    const pid = await start();
    const folder = join(scratch, 'series');
    const types = new Set<CaptureEvent['type']>();
    const pace = { kind: 'wait', ready: closeSome } as const;
    const series = await captureSeries(pid, { folder, rounds: 2, pace, onEvent: ({ type }) => types.add(type) });

    expect(series.pid).toBe(pid);
    expect(series.paths).toEqual([0, 1, 2].map((round) => join(folder, `${round}.heapsnapshot`)));
    expect(series.snapshots.map(({ pauseMs }) => pauseMs > 0)).toEqual([true, true, true]);
    expect([...types].sort()).toEqual(
      ['captured', 'capturing', 'cost', 'next-cost', 'progress', 'scripts', 'waiting'].sort(),
    );
    expect((await stat(folder)).mode & 0o777).toBe(0o700);

    const report = await analyzeFiles(series.paths);
    expect(report.verdict).toBe('leak');
    expect(report.findings[0]?.brokenEdge?.label).toBe('Pool.retired[]');
    expect(report.findings[0]?.code?.added.map(({ line }) => line)).toEqual([7]);
    expect(await analyzeFiles([folder])).toEqual(report);
  }, 60_000);

  it('ends with the reason of its signal, keeps what is whole, and leaves the process', async () => {
    const pid = await start();
    const folder = join(scratch, 'cancelled');
    const controller = new AbortController();
    const reason = new Error('enough');
    const onEvent = ({ type }: CaptureEvent): void => {
      if (type === 'captured') controller.abort(reason);
    };
    await expect(captureSeries(pid, { folder, signal: controller.signal, onEvent })).rejects.toBe(reason);
    expect(await readdir(folder)).toContain('0.heapsnapshot');
    await closeSome();
  }, 60_000);

  it('refuses what it cannot do before it disturbs a process', async () => {
    const folder = join(scratch, 'refused');
    await expect(captureSeries('no such program', { folder })).rejects.toMatchObject({ code: 'target-not-found' });
    await expect(captureSeries(process.pid, { folder, rounds: 1.5 })).rejects.toMatchObject({ code: 'usage' });
    await expect(captureSeries(1, { folder, signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no');
    await expect(captureSeries(1, { folder: join(scratch, 'app.cjs/in') })).rejects.toMatchObject({
      code: 'output-unwritable',
    });
    expect(await readdir(scratch)).not.toContain('refused');
  });
});
