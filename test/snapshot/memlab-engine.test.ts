import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openSnapshotFile } from '../../src/snapshot/byte-source.js';
import { readSnapshotWithMemlab } from '../../src/snapshot/memlab-engine.js';
import { readSnapshot } from '../../src/snapshot/read-snapshot.js';
import { sampleHeap } from './sample-heap.js';
import { toPlain } from './support.js';

const SIGNALS = ['exit', 'SIGINT', 'SIGUSR1', 'SIGUSR2'];
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poolscope-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('readSnapshotWithMemlab', () => {
  it('leaves no folder in the temporary directory, no listener on the process and nothing on the terminal', async () => {
    const path = await file('tamed.heapsnapshot', sampleHeap().toJson());
    vi.stubEnv('TMPDIR', folder);
    const written = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
    const listeners = SIGNALS.map((event) => process.listenerCount(event));
    try {
      await readSnapshotWithMemlab(path);
      expect(written.map((spy) => spy.mock.calls)).toEqual([[], []]);
    } finally {
      vi.unstubAllEnvs();
      vi.restoreAllMocks();
    }
    expect(SIGNALS.map((event) => process.listenerCount(event))).toEqual(listeners);
    expect(await readdir(folder)).toEqual(['tamed.heapsnapshot']);
  });

  it.each(['18', '20', '22', '24', '26'] as const)(
    'gives the same columns as our own reader on the layout of Node %s',
    async (version) => {
      const path = await file(`${version}.heapsnapshot`, sampleHeap(version).toJson());
      const own = await readSnapshot(await openSnapshotFile(path));
      const theirs = await readSnapshotWithMemlab(path);
      expect(toPlain(theirs)).toEqual(toPlain(own));
      expect([theirs.strings.indexOf('Conn'), theirs.strings.indexOf('nowhere')]).toEqual([
        own.strings.indexOf('Conn'),
        -1,
      ]);
      expect(() => theirs.strings.get(1e6)).toThrow(RangeError);
    },
  );

  it('refuses malformed files with an error instead of ending the process', async () => {
    const text = sampleHeap().toJson();
    const cut = await file('cut', text.slice(0, text.length >> 1));
    await expect(readSnapshotWithMemlab(cut)).rejects.toMatchObject({ code: 'snapshot-truncated' });
    await expect(readSnapshotWithMemlab(await file('word', 'hello'))).rejects.toMatchObject({
      code: 'snapshot-malformed',
    });
    await expect(readSnapshotWithMemlab(join(folder, 'none'))).rejects.toMatchObject({ code: 'file-not-found' });
    await expect(readSnapshotWithMemlab(await file('a.gz', gzipSync(text)))).rejects.toMatchObject({
      code: 'engine-failed',
    });
  });

  it('throws the reason of an abort', async () => {
    const reason = new Error('enough');
    const path = await file('abort.heapsnapshot', sampleHeap().toJson());
    await expect(readSnapshotWithMemlab(path, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
