import { access, constants, mkdir, readdir, rmdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { ToolError } from '../../errors.js';
import { SNAPSHOT_NAME } from './snapshot-inputs.js';

/**
 * Makes sure, before any process is disturbed, that a series can be written to a folder, which may not be there yet.
 *
 * @param folder undefined for one of its own below the working directory
 * @throws ToolError `output-unwritable`, also when there are snapshots in it: they would be read as part of the series
 */
export async function checkSeriesFolder(folder: string | undefined): Promise<void> {
  const named = folder ?? '.';
  const [parent = '/', missing] = await splitPath(named);
  await access(parent, constants.W_OK).catch((error: unknown) => {
    throw unwritable(named, `${parent} may not be written to`, error);
  });
  if (!(await stat(parent)).isDirectory()) throw unwritable(named, `${parent} is no folder`);
  if (folder === undefined || missing !== undefined) return;
  const names = await readdir(folder);
  if (names.some((name) => SNAPSHOT_NAME.test(name)))
    throw unwritable(folder, 'there are snapshots in this folder already');
}

/**
 * Makes a folder and what is missing above it, for the user alone: snapshots hold passwords. One by one, as Node.js
 * never comes back from making all at once where no folder can be made, as below /proc.
 *
 * @returns the folders that were made
 * @throws ToolError `output-unwritable`
 */
export async function makeSeriesFolder(folder: string): Promise<string[]> {
  const [, ...missing] = await splitPath(folder);
  for (const path of missing) {
    await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
      throw unwritable(folder, `cannot be created: ${error instanceof Error ? error.message : String(error)}`, error);
    });
  }
  return missing;
}

/** Takes those away again in which there is nothing. Never fails. */
export async function removeEmptyFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders.toReversed()) {
    const isRemoved = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!isRemoved) return;
  }
}

/** What is there of a path, then each folder that is missing, from the top. */
async function splitPath(path: string): Promise<string[]> {
  const missing: string[] = [];
  for (let present = resolve(path); ; present = dirname(present)) {
    const isPresent = present === dirname(present) || (await stat(present).catch(() => null)) !== null;
    if (isPresent) return [present, ...missing];
    missing.unshift(present);
  }
}

function unwritable(folder: string, reason: string, cause?: unknown): ToolError {
  return new ToolError('output-unwritable', `${folder}: ${reason}`, { hint: 'Name another folder with --dir.', cause });
}
