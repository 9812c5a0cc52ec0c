import { Readable, type Transform } from 'node:stream';

import { ToolError } from '../errors.js';

/** Chunk size of the content: small pieces cost up to four times as much, larger ones gain nothing. */
const CHUNK_BYTES = 2 ** 20;
const READ_AHEAD_BYTES = 2 ** 16;

export type Compression = 'none' | 'gzip' | 'brotli' | 'zstd';

/** Content of which the ratio is measured at once. */
const MEASURED_BYTES = 32 * 2 ** 20;
/**
 * How many times its size a part of a file may expand. 40 MB of rows of objects that are all alike expand 10 times with gzip and 55 times
 * with zstd. What is made to fill memory or time, such as spaces or empty strings, expands 1,000 times with gzip (229 at
 * its lowest level), and 600,000 times with Brotli.
 */
const MAX_RATIO: Readonly<Record<Compression, number>> = { none: 1, gzip: 100, brotli: 2000, zstd: 2000 };

/** Compares, part by part, what a decompressor took with what it gave. */
class ExpansionLimit {
  readonly #transform: Transform;
  readonly #maxRatio: number;
  #given = 0;
  #takenBefore = 0;

  constructor(transform: Transform, compression: Compression) {
    this.#transform = transform;
    this.#maxRatio = MAX_RATIO[compression];
  }

  allows(bytes: number): boolean {
    this.#given += bytes;
    if (this.#given < MEASURED_BYTES) return true;
    const taken = takenBy(this.#transform);
    const isAllowed = this.#given <= (taken - this.#takenBefore) * this.#maxRatio;
    this.#takenBefore = taken;
    this.#given = 0;
    return isAllowed;
  }
}

/** Bytes that a decompressor has worked on: streams of `node:zlib` count them. */
function takenBy(transform: Transform): number {
  return 'bytesWritten' in transform && typeof transform.bytesWritten === 'number'
    ? transform.bytesWritten
    : Number.POSITIVE_INFINITY;
}

/** How bytes that begin like this are compressed. Brotli has no magic number, so it goes by the ending of the name. */
export function detectCompression(head: Uint8Array, extension: string): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zstd';
  return extension === '.br' ? 'brotli' : 'none';
}

/** Loads a decompressor only when it is needed. */
async function createDecompressor(compression: Compression, name: string): Promise<Transform> {
  const zlib = await import('node:zlib');
  if (compression === 'gzip') return zlib.createGunzip({ chunkSize: CHUNK_BYTES });
  if (compression === 'brotli') return zlib.createBrotliDecompress({ chunkSize: CHUNK_BYTES });
  const create: unknown = Reflect.get(zlib, 'createZstdDecompress');
  const transform: unknown = typeof create === 'function' ? create({ chunkSize: CHUNK_BYTES }) : undefined;
  if (isTransform(transform)) return transform;
  throw new ToolError(
    'file-unreadable',
    `${name}: it is compressed with zstd, which this version of Node.js cannot read`,
    {
      hint: 'Decompress it first (zstd -d), or use Node.js 22.15 or later.',
    },
  );
}

function isTransform(value: unknown): value is Transform {
  return value instanceof Readable && 'write' in value;
}

/**
 * The decompressed content in chunks of at most 1 MiB.
 *
 * @throws ToolError when it is damaged, cut off, or expands further than any snapshot does
 */
export async function* decompress(
  input: AsyncIterable<Uint8Array>,
  compression: Compression,
  name: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const transform = await createDecompressor(compression, name);
  const source = Readable.from(input, { objectMode: false, highWaterMark: READ_AHEAD_BYTES });
  source.on('error', (error) => transform.destroy(error));
  source.pipe(transform);
  try {
    const limit = new ExpansionLimit(transform, compression);
    for await (const chunk of transform) {
      signal?.throwIfAborted();
      if (!limit.allows(chunk.length)) throw expandsTooFar(name);
      yield chunk;
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof ToolError ? error : damaged(name, compression, error);
  } finally {
    source.destroy();
    transform.destroy();
  }
}

function damaged(name: string, compression: Compression, error: unknown): ToolError {
  const isCut = errorCode(error) === 'Z_BUF_ERROR' || errorCode(error) === 'ERR_BROTLI_DECODER_ERROR_UNEXPECTED_END';
  return new ToolError(
    isCut ? 'snapshot-truncated' : 'snapshot-malformed',
    `${name}: expected ${compression} data ${isCut ? 'to go on, but the file ends' : 'that can be decompressed'}: ${errorText(error)}`,
    { hint: 'Copy the file again, or decompress it yourself to see whether it is whole.', cause: error },
  );
}

function expandsTooFar(name: string): ToolError {
  return new ToolError(
    'snapshot-too-large',
    `${name}: a part of it expands to so many times its size as no heap snapshot does`,
    {
      hint: 'If you trust it, decompress it yourself, and analyze the result.',
    },
  );
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
