import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { analyzeSnapshots, openSnapshotFile, parseProfile, renderReport, ToolError } from '../../src/index.js';
import { HeapBuilder } from '../support/heap-dsl.js';

let scratch = '';
const paths: string[] = [];

/** A pool that keeps its closed connections in an array. */
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'poolscope-library-'));
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
afterAll(() => rm(scratch, { recursive: true, force: true }));

async function explain(paths: readonly string[]): Promise<string> {
  const inputs = paths.map((path) => ({ name: path, path, open: () => openSnapshotFile(path) }));
  const report = await analyzeSnapshots(inputs, { signal: AbortSignal.timeout(60_000) });
  return renderReport(report, 'text', { width: 80, color: false });
}

describe('the library', () => {
  it('answers as the command line does', async () => {
    const text = await explain(paths);
    expect(text).toMatch(/^LEAK .*`Pool\.retired/);
  });

  it('refuses with a code, a message and a hint', async () => {
    const missing = join(scratch, 'none.heapsnapshot');
    await expect(explain([missing])).rejects.toMatchObject({ code: 'file-not-found' });
    await expect(analyzeSnapshots([])).rejects.toBeInstanceOf(ToolError);
    expect(() => parseProfile({ name: '' }, 'mine.json')).toThrow(/mine\.json .*\n.*name/);
  });

  it('tells how far it has come, file by file', async () => {
    const phases: string[] = [];
    const inputs = paths.map((path, index) => ({ name: `${index}`, path, open: () => openSnapshotFile(path) }));
    await analyzeSnapshots(inputs, {
      onProgress: ({ phase, file, total }) => phases.push(`${phase} ${file}/${total}`),
    });
    expect([...new Set(phases)]).toEqual(['0', '1', '2'].flatMap((file) => [`read ${file}/3`, `analyze ${file}/3`]));
  });

  it('throws the reason of an abort', async () => {
    const reason = new Error('enough');
    const inputs = paths.map((path) => ({ name: path, path, open: () => openSnapshotFile(path) }));
    await expect(analyzeSnapshots(inputs, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
