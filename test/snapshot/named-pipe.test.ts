import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openSnapshotFile } from '../../src/snapshot/byte-source.js';
import { readNamedPipe } from '../../src/snapshot/named-pipe.js';
import { readSnapshot } from '../../src/snapshot/read-snapshot.js';
import { sampleHeap } from './sample-heap.js';

let folder = '';
let pipe = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poolscope-pipe-'));
  pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function readAll(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const openFiles = (): number => readdirSync('/proc/self/fd').length;

describe.skipIf(process.platform === 'win32')('a named pipe', () => {
  it('is read when a program opens it later, whole, plain or compressed', async () => {
    const text = sampleHeap().toJson();
    for (const content of [text, gzipSync(text)]) {
      const source = await openSnapshotFile(pipe);
      const reading = readSnapshot(source);
      await new Promise((resolve) => setTimeout(resolve, 120));
      await writeFile(pipe, content);
      expect((await reading).nodeCount).toBeGreaterThan(1);
      expect(source.bytesConsumed).toBe(content.length);
    }
  });

  it('with more in it than it can hold is read to its end', async () => {
    const content = 'x'.repeat(2_000_000);
    const reading = readAll(readNamedPipe(pipe, undefined));
    await writeFile(pipe, content);
    expect((await reading).length).toBe(content.length);
  });

  it('that nobody writes to is given up, and closed', async () => {
    const before = process.platform === 'linux' ? openFiles() : 0;
    await expect(readAll(readNamedPipe(pipe, undefined, 100))).rejects.toThrow(
      'no program has opened it for writing within 0.1 s',
    );
    if (process.platform === 'linux') expect(openFiles()).toBe(before);
  });

  it('is not waited for after an interruption', async () => {
    const interrupt = new AbortController();
    const reading = readAll(readNamedPipe(pipe, interrupt.signal));
    setTimeout(() => interrupt.abort(new Error('Ctrl-C')), 60);
    await expect(reading).rejects.toThrow('Ctrl-C');
  });
});
