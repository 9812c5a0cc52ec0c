import { access, constants, lstat, mkdir, readdir, rmdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { reasonOf, ToolError } from '../errors.js';
import { SNAPSHOT_NAME } from './snapshot-inputs.js';

/**
 * Checks, before any process is disturbed, that a series can be written to a folder, which may not exist yet.
 *
 * @param folder undefined for a new folder in the working directory
 * @throws ToolError `output-unwritable`, also when there are snapshots in it: they would be read as part of the series
 */
export async function checkSeriesFolder(folder: string | undefined): Promise<void> {
  const named = folder ?? '.';
  const [parent = '/', missing] = await splitPath(named);
  await access(parent, constants.W_OK).catch((error: unknown) => {
    throw unwritable(named, `${parent} may not be written to`, error);
  });
  if ((await stat(parent).catch(() => null))?.isDirectory() !== true) throw unwritable(named, `${parent} is no folder`);
  if (folder === undefined || missing !== undefined) return;
  const names = await readdir(folder).catch((error: unknown) => {
    throw unwritable(folder, `cannot be read: ${reasonOf(error)}`, error);
  });
  // Those of a run that still writes, or was killed, end in `.part`.
  if (names.some((name) => SNAPSHOT_NAME.test(name.replace(/\.part$/, ''))))
    throw unwritable(folder, 'there are snapshots in this folder already', undefined, await freeName(folder));
}

/**
 * Makes a folder and its missing parents, readable by the user alone, as snapshots contain passwords. They are made one by one,
 * because a recursive `mkdir` of Node.js never returns where no folder can be made, as below /proc.
 *
 * @returns the folders that were made
 * @throws ToolError `output-unwritable`
 */
export async function makeSeriesFolder(folder: string): Promise<string[]> {
  const [, ...missing] = await splitPath(folder);
  for (const path of missing) {
    await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
      throw unwritable(folder, `cannot be created: ${reasonOf(error)}`, error);
    });
  }
  return missing;
}

/** Removes those of the folders that are empty. Never fails. */
export async function removeEmptyFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders.toReversed()) {
    const isRemoved = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!isRemoved) return;
  }
}

/** The part of a path that exists, then each missing folder, from the top. */
async function splitPath(path: string): Promise<string[]> {
  const missing: string[] = [];
  for (let present = resolve(path); ; present = dirname(present)) {
    const isPresent = present === dirname(present) || (await lstat(present).catch(() => null)) !== null;
    if (isPresent) return [present, ...missing];
    missing.unshift(present);
  }
}

/** The first of `folder-2`, `folder-3` and so on that does not exist. */
async function freeName(folder: string): Promise<string> {
  const stem = folder.replace(/(?<=.)[\\/]+$/, '');
  for (let number = 2; ; number += 1) {
    const name = `${stem}-${number}`;
    if ((await lstat(name).catch(() => null)) === null) return name;
  }
}

function unwritable(folder: string, reason: string, cause?: unknown, free?: string): ToolError {
  const hint = `Name another folder with --dir${free === undefined ? '' : `, such as ${free}`}.`;
  return new ToolError('output-unwritable', `${folder}: ${reason}`, { hint, cause });
}
