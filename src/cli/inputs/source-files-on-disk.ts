import { closeSync, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';

import { ToolError } from '../../errors.js';
import type { SourceFiles } from '../../sources/source-files.js';

/** Reads files of this machine. Only regular files: their names come from the heap, and opening a pipe would block. */
export const sourceFilesOnDisk: SourceFiles = {
  read: (path, maxBytes) => readBytes(path, (size) => (size > maxBytes ? null : size)),
  readHead: (path, bytes) => readBytes(path, (size) => Math.min(size, bytes)),
  readNow,
};

function readNow(path: string, maxBytes: number): string | null {
  try {
    // Opening a pipe would block.
    if (!statSync(path).isFile()) return null;
    const file = openSync(path, 'r');
    try {
      return fstatSync(file).size > maxBytes ? null : readFileSync(file, 'utf8');
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}

async function readBytes(path: string, lengthFor: (size: number) => number | null): Promise<string | null> {
  try {
    const info = await stat(path);
    const length = info.isFile() ? lengthFor(info.size) : null;
    if (length === null) return null;
    const file = await open(path);
    try {
      const buffer = Buffer.alloc(length);
      const { bytesRead } = await file.read(buffer, 0, length, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    // If a file cannot be read for any reason, places in it stay as the heap has them.
    return null;
  }
}

/**
 * The folders of `--source-root`, absolute.
 *
 * @throws ToolError when one is no folder
 */
export async function findSourceRoots(roots: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const root of roots) {
    if (!(await isFolder(root))) {
      throw new ToolError('file-not-found', `${root}: expected a folder, found none`, {
        hint: 'Check the path given to --source-root.',
      });
    }
    found.push(resolve(root));
  }
  return found;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
