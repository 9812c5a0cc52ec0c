import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { SnapshotInput } from '../analyze.js';
import { reasonOf, ToolError } from '../errors.js';
import { openSnapshotFile, openSnapshotStream } from '../snapshot/byte-source.js';
import { dateSnapshots } from './capture-times.js';

/** A stream that may be a terminal. */
interface StandardInput extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
}

/** Names of snapshot files. */
export const SNAPSHOT_NAME = /\.heapsnapshot(\.gz|\.br|\.zst)?$/i;
const STDIN = '-';

/**
 * The snapshots that the arguments name, in capture order: files as given, folders as their snapshots in natural order, `-` as
 * standard input. All are checked before any is read, because reading takes minutes.
 *
 * @param io absent where there is no standard input to read: `-` is a file then
 * @throws ToolError when a file does not exist, a folder holds no snapshot, or standard input is named twice
 */
export async function findSnapshotInputs(
  args: readonly string[],
  io?: { readonly stdin: StandardInput },
): Promise<SnapshotInput[]> {
  if (io !== undefined && args.filter((arg) => arg === STDIN).length > 1) {
    throw new ToolError('usage', 'Standard input (-) can be read only once');
  }
  const inputs: SnapshotInput[] = [];
  for (const arg of args)
    inputs.push(...(io !== undefined && arg === STDIN ? [stdinInput(io.stdin)] : await fileInputs(arg)));
  return await dateSnapshots(inputs);
}

function stdinInput(stdin: StandardInput): SnapshotInput {
  if (stdin.isTTY === true) {
    throw new ToolError('usage', 'Expected a snapshot on standard input (-), which is a terminal', {
      hint: 'Pipe a snapshot in, or name a file.',
    });
  }
  const name = '<stdin>';
  return { name, path: null, open: () => Promise.resolve(openSnapshotStream(stdin, name)) };
}

async function fileInputs(path: string): Promise<SnapshotInput[]> {
  const kind = await kindOf(path);
  const paths = kind === 'folder' ? await listSnapshots(path) : [path];
  // A pipe can be read once, and nothing lies beside it.
  return paths.map((file) => ({ name: file, path: kind === 'pipe' ? null : file, open: () => openSnapshotFile(file) }));
}

async function kindOf(path: string): Promise<'folder' | 'file' | 'pipe'> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) return 'folder';
    return stats.isFIFO() ? 'pipe' : 'file';
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isMissing)
      throw new ToolError('file-not-found', `${path}: no such file`, { hint: 'Check the path.', cause: error });
    // Opening the file reports any other problem, such as a folder without permission.
    return 'file';
  }
}

async function listSnapshots(folder: string): Promise<string[]> {
  const all = await readdir(folder).catch((error: unknown) => {
    throw new ToolError('file-unreadable', `${folder}: the folder cannot be read: ${reasonOf(error)}`, {
      cause: error,
    });
  });
  const names = all.filter((name) => SNAPSHOT_NAME.test(name));
  if (names.length === 0) {
    throw new ToolError('input-empty', `${folder}: expected *.heapsnapshot files in this folder, found none`, {
      hint: 'Name the files themselves if they are called otherwise.',
    });
  }
  // `heap-2` before `heap-10`, and the same on every machine. Created when needed, as this takes milliseconds.
  const naturalOrder = new Intl.Collator('en', { numeric: true });
  return names.sort((a, b) => naturalOrder.compare(a, b) || (a < b ? -1 : 1)).map((name) => join(folder, name));
}
