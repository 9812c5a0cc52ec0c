import { appendFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { openGrowingFile } from '../../../src/cli/inputs/growing-file.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poolscope-growing-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function readAll(path: string, written: Promise<number>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const chunk of openGrowingFile(path, written, 'the snapshot').chunks()) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts).toString();
}

it.each(['plain', 'gzip'])('is read to its end while it is written, %s, and renamed', async (kind) => {
  const path = join(folder, `${kind}.part`);
  const text = 'abcdefgh'.repeat(300_000);
  const bytes = kind === 'gzip' ? gzipSync(text) : Buffer.from(text);
  await writeFile(path, bytes.subarray(0, 1000));
  let tell: (bytes: number) => void = () => undefined;
  const reading = readAll(path, new Promise((resolve) => (tell = resolve)));
  const step = Math.ceil(bytes.length / 7);
  for (let at = 1000; at < bytes.length; at += step) {
    await new Promise((resolve) => setTimeout(resolve, 15));
    await appendFile(path, bytes.subarray(at, at + step));
  }
  await rename(path, join(folder, kind));
  tell(bytes.length);
  expect((await reading) === text).toBe(true);
});

it('is refused when it is shorter than was written', async () => {
  const path = join(folder, 'short.part');
  await writeFile(path, 'abc');
  await expect(readAll(path, Promise.resolve(4))).rejects.toThrow('the snapshot: expected 4 bytes, and found 3');
});
