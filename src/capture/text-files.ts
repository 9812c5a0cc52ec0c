import { createHash } from 'node:crypto';
import { closeSync, lstatSync, mkdirSync, openSync, rmSync, writevSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

/** Number of texts that are written between two checks for an interruption. */
const BATCH_TEXTS = 32;

/** The texts that were written, until the deadline or an error. */
export interface WrittenTexts {
  /** Name of the file in the folder, all texts one after the other. Named by their hashes, so that other texts have another file. */
  readonly file: string;
  /** Where each begins in the file, in bytes, by hash. */
  readonly offsets: ReadonlyMap<string, number>;
  readonly bytes: number;
  readonly failure: Error | null;
}

/**
 * Writes texts to one file in a folder, which is created if necessary. Never fails. Thousands of files would take longer to make than
 * their texts to read. The writes are synchronous, because passing each to another thread takes longer.
 *
 * @param contents by hash
 * @param deadlineMs by `performance.now()`
 */
export async function writeTexts(
  folder: string,
  contents: ReadonlyMap<string, Buffer>,
  deadlineMs: number,
  signal: AbortSignal,
): Promise<WrittenTexts> {
  const offsets = new Map<string, number>();
  const file = `${createHash('sha256')
    .update([...contents.keys()].join(''))
    .digest('hex')}.texts`;
  let bytes = 0;
  let handle: number | null = null;
  let failure: Error | null = null;
  try {
    for (const batch of batchesOf([...contents])) {
      if (performance.now() > deadlineMs) break;
      // An interruption is noticed between two batches.
      await setImmediate();
      signal.throwIfAborted();
      handle ??= openNew(folder, file);
      writeAll(
        handle,
        batch.map(([, content]) => content),
      );
      for (const [hash, content] of batch) {
        offsets.set(hash, bytes);
        bytes += content.length;
      }
    }
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
  }
  if (handle !== null) closeSync(handle);
  return { file, offsets, bytes, failure };
}

function* batchesOf<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += BATCH_TEXTS) yield items.slice(from, from + BATCH_TEXTS);
}

/** A file that only the user may read. An existing one of an earlier series may be incomplete, and is replaced. */
function openNew(folder: string, file: string): number {
  makeFolder(folder);
  const path = join(folder, file);
  try {
    return openSync(path, 'wx', 0o600);
  } catch (error) {
    if (!isExisting(error)) throw error;
    rmSync(path);
    return openSync(path, 'wx', 0o600);
  }
}

/** Writes all of the buffers: the system may take fewer bytes than it is given. */
function writeAll(handle: number, buffers: readonly Buffer[]): void {
  let rest = [...buffers];
  while (rest.length > 0) {
    let written = writevSync(handle, rest);
    while (rest.length > 0 && written >= rest[0].length) {
      written -= rest[0].length;
      rest = rest.slice(1);
    }
    if (rest.length > 0) rest[0] = rest[0].subarray(written);
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!isExisting(error)) throw error;
    if (!lstatSync(folder).isDirectory()) throw new Error(`${folder} is no folder`, { cause: error });
  }
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
