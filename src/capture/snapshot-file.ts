import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { lstat, rename, rm, stat } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

import { reasonOf, ToolError } from '../errors.js';

/** Bytes waiting for the disk at which reading from the target pauses. */
const BUFFER_BYTES = 4 * 2 ** 20;
/** Takes half the time of the default level, for files a tenth larger. */
const GZIP_LEVEL = 3;

/** Opens the stream for a file. Tests pass their own. */
export type OpenStream = (path: string) => Writable;

/** Only the user may read the file: a heap can contain secrets. */
const openFile: OpenStream = (path) =>
  createWriteStream(path, { flags: 'wx', mode: 0o600, highWaterMark: BUFFER_BYTES });

/** The name of a snapshot file until it is whole. */
export function partOf(path: string): string {
  return `${path}.part`;
}

/** A snapshot file being written. It gets its final name when it is complete. */
export class SnapshotFile {
  readonly path: string;
  /** Characters written so far. They equal bytes, because V8 escapes everything that is not ASCII. */
  bytes = 0;
  readonly #part: string;
  readonly #file: Writable;
  readonly #input: Writable;
  readonly #done: Promise<void>;
  #failure: Error | null = null;
  #end = '';

  constructor(path: string, { gzip = false, open = openFile }: { gzip?: boolean; open?: OpenStream } = {}) {
    this.path = path;
    this.#part = partOf(path);
    this.#file = open(this.#part);
    if (gzip) {
      const packer = createGzip({ level: GZIP_LEVEL });
      packer.pipe(this.#file);
      this.#file.once('error', (error) => packer.destroy(error));
      this.#input = packer;
    } else this.#input = this.#file;
    this.#done = finished(this.#file).catch((error: unknown) => {
      this.#failure = error instanceof Error ? error : new Error(String(error));
    });
    this.#input.on('error', () => undefined);
  }

  /** The error that ended writing, or null. */
  get failure(): ToolError | null {
    return this.#failure === null ? null : failureOf(this.path, this.#failure);
  }

  /** Writes the next part. @returns whether more may be written at once; otherwise wait for {@link drain} */
  write(chunk: string): boolean {
    if (this.#failure !== null) return true;
    this.bytes += chunk.length;
    if (chunk !== '') this.#end = chunk.slice(-2);
    return this.#input.write(chunk);
  }

  /** Resolves when more may be written, or when writing has failed. */
  async drain(): Promise<void> {
    if (this.#failure !== null) return;
    await Promise.race([once(this.#input, 'drain').catch(() => undefined), this.#done]);
  }

  /**
   * Gives the file its name.
   *
   * @returns bytes on disk
   * @throws ToolError `output-unwritable`, `snapshot-truncated`
   */
  async commit(): Promise<number> {
    this.#input.end();
    await this.#done;
    try {
      if (this.#failure !== null) throw failureOf(this.path, this.#failure);
      if (!this.#end.trimEnd().endsWith('}'))
        throw new ToolError('snapshot-truncated', `${this.path}: the target sent ${this.bytes} bytes, and no end`);
      await refuseTaken(this.path);
      await rename(this.#part, this.path).catch((error: unknown) => {
        throw unwritable(this.path, error);
      });
    } catch (error) {
      await this.discard();
      throw error;
    }
    return (await stat(this.path)).size;
  }

  /** Deletes the unfinished file. Never fails. */
  async discard(): Promise<void> {
    this.#input.destroy();
    this.#file.destroy();
    await this.#done;
    // One that was there already belongs to another run.
    if (!isTaken(this.#failure)) await rm(this.#part, { force: true }).catch(() => undefined);
  }
}

/** Another run may have begun to write to the folder meanwhile, and `rename` would replace its file. */
async function refuseTaken(path: string): Promise<void> {
  const isThere = await lstat(path).then(
    () => true,
    () => false,
  );
  if (isThere) throw taken(path);
}

function isTaken(error: Error | null): boolean {
  return error !== null && 'code' in error && error.code === 'EEXIST';
}

function taken(path: string, cause?: unknown): ToolError {
  return new ToolError('output-unwritable', `${path}: another run writes to this folder`, {
    hint: 'Name another folder with --dir, so that no two series are mixed.',
    cause,
  });
}

function failureOf(path: string, failure: Error): ToolError {
  return isTaken(failure) ? taken(path, failure) : unwritable(path, failure);
}

function unwritable(path: string, error: unknown): ToolError {
  return new ToolError('output-unwritable', `${path}: cannot be written: ${reasonOf(error)}`, {
    hint: 'Make room, or name another folder with --dir.',
    cause: error,
  });
}
