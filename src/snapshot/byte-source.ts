import { constants, readSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { reasonOf, ToolError, type ToolErrorCode } from '../errors.js';
import { type Compression, decompress, detectCompression } from './decompression.js';
import { NoWriterError, readNamedPipe } from './named-pipe.js';

/** Bytes read from a file at once: small enough to be in the processor's second-level cache when they are parsed. */
const FILE_CHUNK_BYTES = 2 ** 18;
/** Chunk size for streams: small pieces cost up to four times as much, larger ones gain nothing. */
const CHUNK_BYTES = 2 ** 20;

/** Chunks read before control returns to the event loop, for signals, timers and the program that uses the library. */
const CHUNKS_A_TURN = 32;

/** The most that DEFLATE can expand one byte to. */
const MAX_GZIP_RATIO = 1032;
/** The bytes of one snapshot, wherever they come from. */
export interface ByteSource {
  /** Name in messages: the path as given, or `<stdin>`. */
  readonly name: string;
  /** Bytes on disk, before decompression; `null` for a pipe. */
  readonly size: number | null;
  /** Maximum size of the decompressed content, when it is known beforehand. */
  readonly maxContentBytes?: number;
  /** Bytes of `size` consumed so far, for progress: compressed ones when the input is compressed. */
  readonly bytesConsumed: number;
  /**
   * The decompressed content in chunks of 256 KiB to 1 MiB (the last may be smaller). A chunk is valid only until
   * the next is asked for. An abort throws the signal's reason. A source with a size can be read again.
   * @throws ToolError when the input cannot be read or decompressed
   */
  chunks(signal?: AbortSignal): AsyncIterable<Uint8Array>;
}

/**
 * A snapshot in a file: plain, gzip, Brotli, or zstd where this Node.js has it. gzip and zstd are recognized by their
 * first bytes; Brotli, which has no magic number, by the extension `.br`. A named pipe is read as a stream.
 * @throws ToolError when there is no such file, it is a directory, or it may not be read
 */
export async function openSnapshotFile(path: string): Promise<ByteSource> {
  // Asked before it is opened: to open a device may have effects.
  const found = await stat(path).catch(() => null);
  if (found?.isFIFO() === true) return new PipeSource(path);
  if (found !== null && !found.isFile() && !found.isDirectory()) throw notAFile(path);
  const file = await openFile(path);
  try {
    const stats = await file.stat().catch((error: unknown) => Promise.reject(unreadable(path, error)));
    if (stats.isDirectory()) {
      throw new ToolError('input-is-directory', `${path}: expected a heap snapshot, found a directory`, {
        hint: 'Pass the .heapsnapshot files inside it.',
      });
    }
    if (!stats.isFile()) throw notAFile(path);
    const head = Buffer.alloc(4);
    const { bytesRead } = await file
      .read(head, 0, head.length, 0)
      .catch((error: unknown) => Promise.reject(unreadable(path, error)));
    await file.close();
    const compression = detectCompression(head.subarray(0, bytesRead), extname(path));
    return compression === 'none' ? new PlainFile(path, stats.size) : new CompressedFile(path, stats.size, compression);
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
}

/** A snapshot from a pipe, such as standard input: plain, gzip or zstd. It can be read once. */
export function openSnapshotStream(stream: NodeJS.ReadableStream, name: string): ByteSource {
  return new StreamSource(stream, name);
}

class PlainFile implements ByteSource {
  readonly name: string;
  readonly size: number;
  readonly maxContentBytes: number;
  bytesConsumed = 0;

  constructor(path: string, size: number) {
    this.name = path;
    this.size = size;
    this.maxContentBytes = size;
  }

  async *chunks(signal?: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    this.bytesConsumed = 0;
    const file = await openFile(this.name);
    try {
      const buffer = Buffer.allocUnsafeSlow(FILE_CHUNK_BYTES);
      for (let chunk = 1; ; chunk += 1) {
        signal?.throwIfAborted();
        // A synchronous read: the system reads ahead, and handing the read to another thread costs more than waiting
        // for it.
        const bytesRead = readNext(file.fd, buffer, this.name);
        if (bytesRead === 0) return;
        this.bytesConsumed += bytesRead;
        yield buffer.subarray(0, bytesRead);
        if (chunk % CHUNKS_A_TURN === 0) await setImmediate();
      }
    } finally {
      await file.close();
    }
  }
}

class CompressedFile implements ByteSource {
  readonly name: string;
  readonly size: number;
  readonly maxContentBytes?: number;
  readonly #compression: Compression;
  bytesConsumed = 0;

  constructor(path: string, size: number, compression: Compression) {
    this.name = path;
    this.size = size;
    this.#compression = compression;
    if (compression === 'gzip') this.maxContentBytes = size * MAX_GZIP_RATIO;
  }

  async *chunks(signal?: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    this.bytesConsumed = 0;
    const raw = new PlainFile(this.name, this.size);
    const count = (bytes: number): void => {
      this.bytesConsumed += bytes;
    };
    // Inside a stream, chunks outlive the next read, so they are copied.
    const input = copied(raw.chunks(signal), count);
    yield* decompress(input, this.#compression, this.name, signal);
  }
}

/** A named pipe, opened when it is read. */
class PipeSource implements ByteSource {
  readonly name: string;
  readonly size = null;
  #stream: ByteSource | null = null;

  constructor(path: string) {
    this.name = path;
  }

  get bytesConsumed(): number {
    return this.#stream?.bytesConsumed ?? 0;
  }

  chunks(signal?: AbortSignal): AsyncIterable<Uint8Array> {
    const bytes = readNamedPipe(this.name, signal);
    this.#stream = openSnapshotStream(Readable.from(bytes, { objectMode: false }), this.name);
    return this.#stream.chunks(signal);
  }
}

class StreamSource implements ByteSource {
  readonly name: string;
  readonly size = null;
  bytesConsumed = 0;
  readonly #stream: NodeJS.ReadableStream;

  constructor(stream: NodeJS.ReadableStream, name: string) {
    this.#stream = stream;
    this.name = name;
  }

  async *chunks(signal?: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    const pieces = this.#pieces(signal);
    const first = await pieces.next();
    if (first.done === true) return;
    const input = prepended(first.value, pieces);
    const compression = detectCompression(first.value, '');
    yield* gathered(compression === 'none' ? input : decompress(input, compression, this.name, signal), signal);
  }

  /** The pieces of the stream; the first one has at least four bytes unless the stream is shorter. */
  async *#pieces(signal: AbortSignal | undefined): AsyncGenerator<Uint8Array, void, undefined> {
    let head: Buffer | null = Buffer.alloc(0);
    for await (const piece of abortable(this.#stream, this.name, signal)) {
      this.bytesConsumed += piece.length;
      if (head === null) {
        yield piece;
        continue;
      }
      head = Buffer.concat([head, piece]);
      if (head.length < 4) continue;
      yield head;
      head = null;
    }
    if (head !== null && head.length > 0) yield head;
  }
}

/** Small pieces gathered into one reused buffer. */
async function* gathered(
  input: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let used = 0;
  for await (const piece of input) {
    signal?.throwIfAborted();
    for (let at = 0; at < piece.length; ) {
      const part = piece.subarray(at, at + buffer.length - used);
      buffer.set(part, used);
      used += part.length;
      at += part.length;
      if (used < buffer.length) continue;
      yield buffer;
      used = 0;
    }
  }
  if (used > 0) yield buffer.subarray(0, used);
}

async function* copied(
  input: AsyncIterable<Uint8Array>,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of input) {
    count(chunk.length);
    yield Buffer.from(chunk);
  }
}

async function* prepended(
  first: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield first;
  yield* rest;
}

/** The pieces of a stream as bytes; an abort ends the wait for the next one. */
async function* abortable(
  stream: NodeJS.ReadableStream,
  name: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  signal?.throwIfAborted();
  const readable = stream instanceof Readable ? stream : new Readable().wrap(stream);
  const abort = (): void => {
    readable.destroy();
  };
  signal?.addEventListener('abort', abort, { once: true });
  try {
    for await (const piece of readable) yield typeof piece === 'string' ? Buffer.from(piece) : piece;
    signal?.throwIfAborted();
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof NoWriterError)
      throw new ToolError('file-unreadable', `${name}: this is a named pipe, and ${error.message}`, {
        hint: 'Start the program that writes the snapshot first, or name a file.',
        cause: error,
      });
    throw unreadable(name, error);
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      throw new ToolError('file-not-found', `${path}: no such file`, { hint: 'Check the path.', cause: error });
    }
    throw unreadable(path, error);
  }
}

function readNext(fd: number, buffer: Buffer, name: string): number {
  try {
    return readSync(fd, buffer, 0, buffer.length, null);
  } catch (error) {
    throw unreadable(name, error);
  }
}

function unreadable(name: string, error: unknown): ToolError {
  const isDirectory = errorCode(error) === 'EISDIR';
  const code: ToolErrorCode = isDirectory ? 'input-is-directory' : 'file-unreadable';
  return new ToolError(code, `${name}: cannot be read: ${reasonOf(error)}`, {
    hint: isDirectory
      ? 'Pass the .heapsnapshot files inside it.'
      : 'Check that the file exists and that you may read it.',
    cause: error,
  });
}

function notAFile(path: string): ToolError {
  return new ToolError('file-unreadable', `${path}: expected a heap snapshot, found a device or socket`, {
    hint: 'Name a file, a pipe, or - for standard input.',
  });
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
