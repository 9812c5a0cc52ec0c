import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Attachment } from '../../src/capture/attachment.js';
import { Dialogue } from '../../src/capture/dialogue.js';
import { captureHeap } from '../../src/capture/heap-capture.js';
import type { InspectorSession } from '../../src/capture/inspector-session.js';
import type { Pace } from '../../src/capture/pacing.js';
import { type CaptureEvent, captureAttached } from '../../src/capture/series-capture.js';
import type { TargetMemory } from '../../src/capture/target-facts.js';
import { ToolError } from '../../src/errors.js';

const FIRST_CHUNK = `{"snapshot":{${'x'.repeat(1000 - 13)}`;
const CHUNK = 'x'.repeat(1000);
const MB = 1e6;

interface FakeTarget {
  readonly session: InspectorSession;
  /** What it was asked, and `pause` and `resume`. */
  readonly log: string[];
  memory: Partial<TargetMemory>;
  /** Bytes of live heap, asked for one after the other; the last one stays. */
  heapUsed: number[];
  /** The texts of its scripts, numbered from 1; one more is loaded by each snapshot. */
  scripts: string[];
}

/** A target that answers at once, and whose snapshot has `chunks` parts and takes its memory up to `peak`. */
function fakeTarget({ chunks = 3, peak = 60 * MB } = {}): FakeTarget {
  const dialogue = new Dialogue();
  const log: string[] = [];
  const target: FakeTarget = { session: null as never, log, memory: {}, heapUsed: [], scripts: [] };
  const answer = (method: string, params: Record<string, unknown>): object => {
    if (method === 'Runtime.evaluate') return { result: { value: { ...MEMORY, ...target.memory } }, params };
    if (method === 'Runtime.getHeapUsage') {
      return { usedSize: target.heapUsed.length > 1 ? target.heapUsed.shift() : target.heapUsed[0] };
    }
    if (method === 'Debugger.getScriptSource') return { scriptSource: target.scripts[Number(params['scriptId']) - 1] };
    if (method === 'Debugger.enable')
      for (const [index, text] of target.scripts.entries())
        tell('Debugger.scriptParsed', {
          scriptId: String(index + 1),
          url: `file:///${index + 1}.js`,
          length: text.length,
          startLine: 0,
          startColumn: 0,
        });
    if (method === 'HeapProfiler.takeHeapSnapshot') {
      if (target.scripts.length > 0) target.scripts.push(`loaded with ${target.scripts.length}`);
      for (let count = 0; count < chunks; count += 1)
        tell('HeapProfiler.addHeapSnapshotChunk', { chunk: count === 0 ? FIRST_CHUNK : CHUNK });
      tell('HeapProfiler.addHeapSnapshotChunk', { chunk: '{}' });
      target.memory = { ...target.memory, maxRss: peak };
    }
    return {};
  };
  const tell = (method: string, params: object): void => dialogue.receive(JSON.stringify({ method, params }));
  const session: InspectorSession = {
    send: (method, params = {}, options = {}) => {
      log.push(method);
      const post = (text: string) =>
        setImmediate(() => {
          const { id } = JSON.parse(text);
          dialogue.receive(JSON.stringify({ id, result: answer(method, { ...params }) }));
        });
      return dialogue.ask(post, method, params, options);
    },
    listen: (listener) => dialogue.listen(listener),
    pause: () => void log.push('pause'),
    resume: () => void log.push('resume'),
    heardAtMs: 0,
    ended: new Promise(() => undefined),
    close: () => Promise.resolve(),
  };
  return Object.assign(target, { session });
}

const MEMORY: TargetMemory = {
  heapUsed: 10 * MB,
  heapTotal: 12 * MB,
  rss: 60 * MB,
  maxRss: 60 * MB,
  heapLimit: 4000 * MB,
  largeObjects: 0,
  available: 8000 * MB,
  availableOf: 'machine',
};
const IDENTITY = { pid: 7, threadId: 0, node: '22.1.0', v8: '12', platform: 'linux', arch: 'x64', script: '/app.js' };

let scratch = '';
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'poolscope-series-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));
const newFolder = (): Promise<string> => mkdtemp(join(scratch, 'series-'));

function attachmentTo(session: InspectorSession, nodeIds: readonly number[] = [5]): Attachment {
  const ids = [...nodeIds];
  return {
    identity: IDENTITY,
    pid: IDENTITY.pid,
    session,
    marker: {
      readNodeId: () => Promise.resolve((ids.length > 1 ? ids.shift() : ids[0]) ?? 0),
      release: () => Promise.resolve(),
    },
    detach: () => Promise.resolve('left-open'),
  };
}

interface Run {
  readonly pace?: Pace;
  readonly rounds?: number;
  readonly nodeIds?: readonly number[];
  readonly signal?: AbortSignal;
  readonly open?: () => Writable;
  readonly texts?: boolean;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

let lastFolder = '';

async function run(target: FakeTarget, { pace, rounds = 1, nodeIds, signal, open, texts }: Run = {}) {
  const events: CaptureEvent[] = [];
  const folder = await newFolder();
  lastFolder = folder;
  const series = await captureAttached(attachmentTo(target.session, nodeIds), {
    folder,
    rounds,
    pace: pace ?? { kind: 'interval', intervalMs: 1 },
    signal: signal ?? new AbortController().signal,
    onEvent: (event) => events.push(event),
    ...(open === undefined ? {} : { open }),
    ...(texts === undefined ? {} : { texts }),
  });
  return { ...series, events, files: (await readdir(folder)).sort(), folder };
}

describe('a series', () => {
  it('is files in order, each with what is known about it beside it', async () => {
    const { files, folder, snapshots, failure } = await run(fakeTarget());
    expect(failure).toBeNull();
    expect(files).toEqual(['0.heapsnapshot', '0.heapsnapshot.json', '1.heapsnapshot', '1.heapsnapshot.json']);
    expect(snapshots.map(({ bytes, fileBytes }) => [bytes, fileBytes])).toEqual([
      [3002, 3002],
      [3002, 3002],
    ]);
    const sidecar = JSON.parse(await readFile(join(folder, '1.heapsnapshot.json'), 'utf8'));
    expect(sidecar).toMatchObject({ round: 1, pid: 7, heapLimitBytes: 4000 * MB, snapshotBytes: 3002, scripts: [] });
    expect(new Date(sidecar.capturedAt).getTime()).toBeGreaterThan(0);
  });

  it('keeps the texts of all scripts once, those loaded last too, and describes them beside each snapshot', async () => {
    const target = fakeTarget();
    target.scripts = ['first', 'first'];
    const { files, folder, events } = await run(target);
    expect(files).toEqual([
      '0.heapsnapshot',
      '0.heapsnapshot.json',
      '1.heapsnapshot',
      '1.heapsnapshot.json',
      'scripts',
    ]);
    const sidecars = await Promise.all(
      [0, 1].map(async (round) => JSON.parse(await readFile(join(folder, `${round}.heapsnapshot.json`), 'utf8'))),
    );
    const [{ scripts }] = sidecars;
    expect(sidecars[1].scripts).toEqual(scripts);
    expect(sidecars.map(({ round }) => round)).toEqual([0, 1]);
    expect(scripts).toHaveLength(4);
    expect(scripts[0]).toEqual({
      scriptId: 1,
      url: 'file:///1.js',
      hash: expect.stringMatching(/^[\da-f]{64}$/),
      bytes: 5,
      sourceMapUrl: null,
      inlineMap: false,
      at: 0,
      map: null,
    });
    const hashes = scripts.map(({ hash }: { hash: string }) => hash);
    expect(new Set(hashes).size).toBe(3);
    const [texts = '', ...others] = await readdir(join(folder, 'scripts'));
    expect(others).toEqual([]);
    expect(await readFile(join(folder, 'scripts', texts), 'utf8')).toBe('firstloaded with 2loaded with 3');
    expect(events.at(-1)).toMatchObject({ type: 'scripts', kept: { bytes: 5 + 'loaded with 2loaded with 3'.length } });
  });

  it('keeps no text when it shall not, and names the scripts', async () => {
    const target = fakeTarget();
    target.scripts = ['first'];
    const { files, folder, events } = await run(target, { rounds: 0, texts: false });
    expect(files).toEqual(['0.heapsnapshot', '0.heapsnapshot.json']);
    const { scripts } = JSON.parse(await readFile(join(folder, '0.heapsnapshot.json'), 'utf8'));
    expect(scripts).toEqual([
      {
        scriptId: 1,
        url: 'file:///1.js',
        hash: null,
        bytes: null,
        sourceMapUrl: null,
        inlineMap: false,
        at: null,
        map: null,
      },
    ]);
    expect(target.log).not.toContain('Debugger.getScriptSource');
    expect(events.some(({ type }) => type === 'scripts')).toBe(false);
  });

  it('is whole when the texts cannot be written', async () => {
    const target = fakeTarget();
    target.scripts = ['first'];
    const ready = (_round: number): Promise<void> => writeFile(join(lastFolder, 'scripts'), '');
    const { failure, snapshots, events, folder } = await run(target, { rounds: 0, pace: { kind: 'wait', ready } });
    expect([failure, snapshots.length]).toEqual([null, 1]);
    expect(events.at(-1)).toMatchObject({ kept: { failure: { message: `${folder}/scripts is no folder` } } });
    expect(JSON.parse(await readFile(join(folder, '0.heapsnapshot.json'), 'utf8')).scripts[0].hash).toBeNull();
  });

  it('asks for garbage to be collected, and for numbers, before and with each snapshot', async () => {
    const target = fakeTarget();
    await run(target, { rounds: 0 });
    const asked = target.log.filter((method) => method.startsWith('HeapProfiler.'));
    expect(asked).toEqual([
      // For the estimate, then for the snapshot.
      'HeapProfiler.collectGarbage',
      'HeapProfiler.collectGarbage',
      'HeapProfiler.collectGarbage',
      'HeapProfiler.collectGarbage',
      'HeapProfiler.takeHeapSnapshot',
    ]);
  });

  it.each([
    ['This is no snapshot.', 'another text'],
    [{ not: 'text' }, 'something that is no text'],
    [FIRST_CHUNK.repeat(20), 'more than 0 MB'],
  ])('takes no %j for a snapshot', async (chunk, what) => {
    const { session } = fakeTarget();
    const listeners: Parameters<InspectorSession['listen']>[0][] = [];
    const hostile: InspectorSession = {
      ...session,
      send: () => {
        for (const each of listeners) each({ method: 'HeapProfiler.addHeapSnapshotChunk', params: { chunk } });
        return new Promise(() => undefined);
      },
      listen: (listener) => {
        listeners.push(listener);
        return () => undefined;
      },
    };
    const folder = await newFolder();
    const capturing = captureHeap(hostile, join(folder, '0.heapsnapshot'), { mostBytes: 10_000 });
    await expect(capturing).rejects.toMatchObject({
      code: 'target-mismatch',
      message: `What answers sent ${what} in place of a heap snapshot`,
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes a drip of progress for a standstill', async () => {
    const { session } = fakeTarget();
    let listener: Parameters<InspectorSession['listen']>[0] = () => undefined;
    const timer = setInterval(() => {
      listener({ method: 'HeapProfiler.addHeapSnapshotChunk', params: { chunk: ' ' } });
      listener({ method: 'HeapProfiler.reportHeapSnapshotProgress', params: { done: 'x', total: -5 } });
    }, 50);
    const dripping: InspectorSession = {
      ...session,
      send: () => {
        listener({ method: 'HeapProfiler.addHeapSnapshotChunk', params: { chunk: FIRST_CHUNK } });
        return new Promise(() => undefined);
      },
      listen: (given) => {
        listener = given;
        return () => undefined;
      },
    };
    const capturing = captureHeap(dripping, join(await newFolder(), '0.heapsnapshot'), { stallMs: 1500 });
    await expect(capturing).rejects.toMatchObject({ code: 'target-silent' });
    clearInterval(timer);
  });

  it('reads no further while the disk is behind', async () => {
    const target = fakeTarget({ chunks: 50 });
    const slow = () => new Writable({ highWaterMark: 10, write: (_chunk, _encoding, done) => setTimeout(done, 1) });
    const file = join(await newFolder(), '0.heapsnapshot');
    // It wrote nowhere, so there is nothing to rename.
    await expect(captureHeap(target.session, file, { open: slow })).rejects.toMatchObject({
      code: 'output-unwritable',
    });
    // All came at once: one pause, and one end of it when the disk had taken everything.
    expect(target.log.filter((entry) => /pause|resume/.test(entry))).toEqual(['pause', 'resume']);
  });

  it('ends with what it has when the disk is full', async () => {
    const full = () =>
      new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error('ENOSPC: no space left'), {})) });
    const { failure, snapshots, files } = await run(fakeTarget(), { open: full });
    expect(failure).toMatchObject({ code: 'output-unwritable', message: expect.stringContaining('ENOSPC') });
    expect([snapshots, files]).toEqual([[], []]);
  });

  it('keeps what it has when a load command fails, and says which', async () => {
    const onLine: string[] = [];
    const command = `test "$POOLSCOPE_ROUND" = 0 && echo warm`;
    const pace = {
      kind: 'between',
      command,
      env: process.env,
      intervalMs: 1,
      onLine: (line: string) => onLine.push(line),
    };
    const { failure, files } = await run(fakeTarget(), { pace: pace as Pace });
    expect(failure).toMatchObject({
      code: 'load-failed',
      message: expect.stringContaining('before snapshot 1: exit code 1'),
    });
    expect(files).toEqual(['0.heapsnapshot', '0.heapsnapshot.json']);
    expect(onLine).toEqual(['warm']);
  });

  it('waits until the live heap has grown, and does not take garbage for growth', async () => {
    const target = fakeTarget();
    // At the start; a look; after the collection that shows garbage.
    target.heapUsed = [10 * MB, 70 * MB, 12 * MB];
    const stop = new AbortController();
    const running = run(target, { pace: { kind: 'growth', bytes: 50 * MB, intervalMs: 1 }, signal: stop.signal });
    await expect.poll(() => target.heapUsed.length).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    stop.abort(new Error('enough'));
    expect(await running).toMatchObject({
      failure: new Error('enough'),
      files: ['0.heapsnapshot', '0.heapsnapshot.json'],
    });

    const growing = fakeTarget();
    growing.heapUsed = [10 * MB, 20 * MB, 70 * MB];
    const { failure, snapshots } = await run(growing, { pace: { kind: 'growth', bytes: 50 * MB, intervalMs: 1 } });
    expect([failure, snapshots.length]).toEqual([null, 2]);
  });

  it('ends all that a load command has started when it is interrupted', async () => {
    const stop = new AbortController();
    const signalGroup = (group: number, name: 'SIGTERM' | 'SIGKILL'): void => void process.kill(-group, name);
    const lines: string[] = [];
    const onLine = (line: string): void => void lines.push(line);
    // The shell waits for a process that is not its own successor.
    const command = 'sleep 1000 & echo $!; wait; true';
    const pace: Pace = { kind: 'between', command, env: process.env, intervalMs: 1, onLine, signalGroup };
    const running = run(fakeTarget(), { pace, signal: stop.signal });
    await expect.poll(() => lines.length, { timeout: 10_000 }).toBe(1);
    stop.abort(new Error('enough'));
    expect((await running).failure).toEqual(new Error('enough'));
    await expect.poll(() => isAlive(Number(lines[0])), { timeout: 5_000 }).toBe(false);
  });

  it('keeps a snapshot whose target ends before it can say more', async () => {
    const target = fakeTarget();
    const { send } = target.session;
    let isTaken = false;
    const mortal = target.session as { send: InspectorSession['send'] };
    mortal.send = async (method, ...rest) => {
      if (isTaken) throw new ToolError('target-lost', 'It ended');
      const answer = await send(method, ...rest);
      isTaken = method === 'HeapProfiler.takeHeapSnapshot';
      return answer;
    };
    const { failure, files, snapshots, folder } = await run(target, { pace: { kind: 'interval', intervalMs: 1 } });
    expect([failure, snapshots.length]).toMatchObject([{ code: 'target-lost' }, 1]);
    expect(files).toEqual(['0.heapsnapshot', '0.heapsnapshot.json']);
    expect(JSON.parse(await readFile(join(folder, files[1] ?? ''), 'utf8'))).toMatchObject({ memoryAfter: null });
  });

  it('notices that V8 has numbered the objects anew', async () => {
    const told = async (nodeIds: readonly number[]) =>
      (await run(fakeTarget(), { nodeIds })).events.filter(({ type }) => type === 'renumbered').length;
    // After snapshot 0, before snapshot 1, after it.
    expect(await told([5, 5, 5])).toBe(0);
    expect(await told([5, 0, 9])).toBe(1);
  });

  it('stops before the snapshot that would kill, by what the one before did cost', async () => {
    const target = fakeTarget({ peak: 160 * MB });
    const ready = (round: number): Promise<void> => {
      // Four times the heap, for which the 100 MB of the first one are not enough.
      if (round === 1) target.memory = { ...target.memory, heapUsed: 40 * MB, available: 300 * MB };
      return Promise.resolve();
    };
    const { failure, files } = await run(target, { pace: { kind: 'wait', ready } });
    expect(failure).toMatchObject({ code: 'capture-unsafe' });
    expect(files).toEqual(['0.heapsnapshot', '0.heapsnapshot.json']);
  });

  it('goes on while the target has memory for what the one before did cost', async () => {
    const target = fakeTarget({ peak: 160 * MB });
    const ready = (round: number): Promise<void> => {
      if (round === 1) target.memory = { ...target.memory, heapUsed: 40 * MB, available: 600 * MB };
      return Promise.resolve();
    };
    expect((await run(target, { pace: { kind: 'wait', ready } })).failure).toBeNull();
  });
});
