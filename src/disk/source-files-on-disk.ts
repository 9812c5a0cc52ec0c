import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';

import { ToolError } from '../errors.js';
import type { SourceFiles } from '../sources/source-files.js';
import { readIfOrdinary, readOrdinaryHead } from './ordinary-file.js';

/** Reads files of this machine. Only regular files: their names come from the heap, and opening a pipe would block. */
export const sourceFilesOnDisk: SourceFiles = {
  read: (path, maxBytes) => Promise.resolve(readIfOrdinary(path, maxBytes)),
  readHead: (path, bytes) => Promise.resolve(readOrdinaryHead(path, bytes)),
  readNow: (path, maxBytes) => readIfOrdinary(path, maxBytes),
};

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
