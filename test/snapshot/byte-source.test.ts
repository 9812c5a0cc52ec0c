import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ToolError } from '../../src/errors.js';
import { type ByteSource, openSnapshotFile, openSnapshotStream } from '../../src/snapshot/byte-source.js';
import { readSnapshot } from '../../src/snapshot/read-snapshot.js';
import { sampleHeap } from './sample-heap.js';
import { plainByJsonParse, readingError, toPlain } from './support.js';

const text = sampleHeap().toJson();
const expected = plainByJsonParse(text);
const ROOT_READS_ALL = process.getuid?.() === 0;
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

async function openingError(path: string): Promise<ToolError> {
  const outcome: unknown = await openSnapshotFile(path).catch((error: unknown) => error);
  if (outcome instanceof ToolError) return outcome;
  throw new Error('expected a ToolError', { cause: outcome });
}

async function concat(source: ByteSource): Promise<{ bytes: Buffer; sizes: number[] }> {
  const chunks: Buffer[] = [];
  for await (const chunk of source.chunks()) chunks.push(Buffer.from(chunk));
  return { bytes: Buffer.concat(chunks), sizes: chunks.map((chunk) => chunk.length) };
}

describe('openSnapshotFile', () => {
  it('reads a plain file, and counts its bytes', async () => {
    const source = await openSnapshotFile(await file('plain.heapsnapshot', text));
    expect(toPlain(await readSnapshot(source))).toEqual(expected);
    expect([source.bytesConsumed, source.size]).toEqual([text.length, text.length]);
  });

  it('reads gzip whatever the name, and counts the compressed bytes', async () => {
    const packed = zlib.gzipSync(text);
    for (const name of ['packed.heapsnapshot.gz', 'packed.heapsnapshot']) {
      const source = await openSnapshotFile(await file(name, packed));
      expect(toPlain(await readSnapshot(source))).toEqual(expected);
      expect([source.bytesConsumed, source.size]).toEqual([packed.length, packed.length]);
    }
  });

  it('reads a plain file that is named .gz', async () => {
    expect(toPlain(await readSnapshot(await openSnapshotFile(await file('plain.gz', text))))).toEqual(expected);
  });

  it('reads gzip of several members, as appended parts are', async () => {
    const parts = Buffer.concat([zlib.gzipSync(text.slice(0, 900)), zlib.gzipSync(text.slice(900))]);
    expect(toPlain(await readSnapshot(await openSnapshotFile(await file('parts.gz', parts))))).toEqual(expected);
  });

  it('reads Brotli by its name', async () => {
    expect(
      toPlain(
        await readSnapshot(await openSnapshotFile(await file('a.heapsnapshot.br', zlib.brotliCompressSync(text)))),
      ),
    ).toEqual(expected);
  });

  it('reads zstd where this Node.js has it, and says so where it has not', async () => {
    const compress: unknown = Reflect.get(zlib, 'zstdCompressSync');
    if (typeof compress === 'function') {
      expect(toPlain(await readSnapshot(await openSnapshotFile(await file('a.zst', compress(text)))))).toEqual(
        expected,
      );
    } else {
      const error = await readingError(
        await openSnapshotFile(await file('a.zst', Buffer.from('28b52ffd24004100000000', 'hex'))),
      );
      expect(error.code).toBe('file-unreadable');
      expect(error.hint).toMatch(/zstd -d/);
    }
  });

  it('hands out large chunks, plain and decompressed, and all of the bytes', async () => {
    const content = Buffer.from(Array.from({ length: 400_000 }, (_, i) => `${i}\n`).join(''));
    for (const path of [await file('big', content), await file('big.gz', zlib.gzipSync(content))]) {
      const { bytes, sizes } = await concat(await openSnapshotFile(path));
      expect(bytes.equals(content)).toBe(true);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(2 ** 20);
      expect(sizes.length).toBeLessThanOrEqual(Math.ceil(content.length / 2 ** 18) + 1);
    }
  });

  it('lets others have their turn while a large file is read', async () => {
    const path = await file('very-big', Buffer.alloc(20 * 2 ** 20, 'x'));
    const source = await openSnapshotFile(path);
    let turnsBetween = 0;
    let isOver = false;
    const count = () => {
      if (isOver) return;
      // Opening and closing the file give a turn as well.
      if (source.bytesConsumed > 0 && source.bytesConsumed < (source.size ?? 0)) turnsBetween += 1;
      setImmediate(count);
    };
    setImmediate(count);
    const { sizes } = await concat(source);
    isOver = true;
    expect(sizes.length).toBe(80);
    expect(turnsBetween).toBeGreaterThan(0);
  });

  it('can be read a second time', async () => {
    const source = await openSnapshotFile(await file('twice.gz', zlib.gzipSync(text)));
    await concat(source);
    expect((await concat(source)).bytes.toString()).toBe(text);
    expect(source.bytesConsumed).toBe(source.size);
  });

  it('refuses a missing file, a directory and an unreadable file, each in its own words', async () => {
    expect((await openingError(join(folder, 'none'))).code).toBe('file-not-found');
    await mkdir(join(folder, 'folder'), { recursive: true });
    const directory = await openingError(join(folder, 'folder'));
    expect([directory.code, directory.hint]).toEqual(['input-is-directory', 'Pass the .heapsnapshot files inside it.']);
    expect((await openingError(join(await file('x', text), 'y'))).code).toBe('file-unreadable');
  });

  it('refuses a file that it may not read', async () => {
    const path = await file('secret', text);
    await chmod(path, 0);
    // Root may read everything, but not the memory of a process from its very start.
    const unreadable = ROOT_READS_ALL ? '/proc/self/mem' : path;
    const error = await openSnapshotFile(unreadable).then(readingError, (refused: ToolError) => refused);
    expect(error.code).toBe('file-unreadable');
  });

  it('says that an empty file is empty', async () => {
    expect((await readingError(await openSnapshotFile(await file('empty', '')))).code).toBe('input-empty');
  });

  it('tells damaged gzip from gzip that was cut off', async () => {
    const packed = zlib.gzipSync(text);
    const cut = await readingError(
      await openSnapshotFile(await file('cut.gz', packed.subarray(0, packed.length >> 1))),
    );
    expect(cut.code).toBe('snapshot-truncated');
    const wrong = Buffer.from(packed);
    wrong.fill(0xff, 40, 80);
    const damaged = await readingError(await openSnapshotFile(await file('damaged.gz', wrong)));
    expect(damaged.code).toBe('snapshot-malformed');
    expect(damaged.message).toMatch(/damaged\.gz: expected gzip data/);
  });

  it('names the byte of the decompressed text in compressed input', async () => {
    const error = await readingError(await openSnapshotFile(await file('odd.gz', zlib.gzipSync('{"a":1;'))));
    expect(error.message).toMatch(/byte 6\)$/);
  });

  it('stops at an abort with its reason, also inside a compressed file', async () => {
    for (const path of [await file('a', text), await file('a.gz', zlib.gzipSync(text))]) {
      const reason = new Error('enough');
      const reading = (await openSnapshotFile(path)).chunks(AbortSignal.abort(reason))[Symbol.asyncIterator]();
      await expect(reading.next()).rejects.toBe(reason);
    }
  });
});

describe('openSnapshotStream', () => {
  it.each([1, 3, 1000, 10 ** 6])('reads plain and gzip pieces of %i bytes', async (size) => {
    for (const content of [Buffer.from(text), zlib.gzipSync(text)]) {
      const pieces = Array.from({ length: Math.ceil(content.length / size) }, (_, i) =>
        content.subarray(i * size, (i + 1) * size),
      );
      const source = openSnapshotStream(Readable.from(pieces), '<stdin>');
      expect(toPlain(await readSnapshot(source))).toEqual(expected);
      expect([source.bytesConsumed, source.size]).toEqual([content.length, null]);
    }
  });

  it('gathers small pieces into chunks of a megabyte', async () => {
    const pieces = Array.from({ length: 40 }, (_, i) => Buffer.alloc(64 * 1024, i));
    const { bytes, sizes } = await concat(openSnapshotStream(Readable.from(pieces), '<stdin>'));
    expect(bytes.equals(Buffer.concat(pieces))).toBe(true);
    expect(sizes).toEqual([2 ** 20, 2 ** 20, 2 ** 19]);
  });

  it('refuses nothing at all, and a stream that fails', async () => {
    expect((await readingError(openSnapshotStream(Readable.from([]), '<stdin>'))).code).toBe('input-empty');
    const broken = new Readable({ read: () => broken.destroy(new Error('pipe broke')) });
    const error = await readingError(openSnapshotStream(broken, '<stdin>'));
    expect([error.code, error.message]).toEqual(['file-unreadable', '<stdin>: cannot be read: pipe broke']);
  });

  it('an abort ends the wait for a pipe in which nothing comes', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const silent = new Readable({ read: () => undefined });
    const reading = readSnapshot(openSnapshotStream(silent, '<stdin>'), { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 5);
    await expect(reading).rejects.toBe(reason);
    expect(silent.destroyed).toBe(true);
  });
});
