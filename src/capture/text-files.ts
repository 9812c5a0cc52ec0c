import { lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

/** Number of files that are written between two checks for an interruption. */
const BATCH_FILES = 32;

/** The texts that were written, by hash, until the deadline or an error. */
export interface WrittenTexts {
  readonly hashes: ReadonlySet<string>;
  readonly bytes: number;
  readonly failure: Error | null;
}

/**
 * Writes texts to a folder, which is created if necessary, in files named by their hash. Never fails. The writes are
 * synchronous, because there are thousands of small files, and passing each to another thread takes longer.
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
  const hashes = new Set<string>();
  let bytes = 0;
  try {
    if (contents.size > 0) makeFolder(folder);
    for (const [hash, content] of contents) {
      if (performance.now() > deadlineMs) break;
      // An interruption is noticed between two batches.
      if (hashes.size % BATCH_FILES === 0) await setImmediate();
      signal.throwIfAborted();
      writeText(join(folder, hash), content);
      hashes.add(hash);
      bytes += content.length;
    }
    return { hashes, bytes, failure: null };
  } catch (error) {
    return { hashes, bytes, failure: error instanceof Error ? error : new Error(String(error)) };
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

/** Writes a file that only the user may read. An existing file of an earlier series may be incomplete, and is replaced. */
function writeText(path: string, content: Buffer): void {
  try {
    writeNew(path, content);
  } catch (error) {
    if (!isExisting(error)) throw error;
    rmSync(path);
    writeNew(path, content);
  }
}

function writeNew(path: string, content: Buffer): void {
  try {
    writeFileSync(path, content, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!isExisting(error)) rmSync(path, { force: true });
    throw error;
  }
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
