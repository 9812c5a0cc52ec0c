import { randomUUID } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { ToolError } from '../../errors.js';

/**
 * Checks, before an analysis of minutes, that a file can be written at `path`.
 *
 * @param inputs files that must not be overwritten
 * @throws ToolError `output-unwritable` when its folder is missing, `path` is a folder or one of the inputs
 */
export async function checkOutputFile(path: string, inputs: readonly string[] = []): Promise<void> {
  const folder = dirname(path);
  const folderStats = await stat(folder).catch(() => null);
  if (folderStats?.isDirectory() !== true) {
    throw new ToolError('output-unwritable', `${path}: there is no folder ${folder}`, { hint: 'Create it first.' });
  }
  const stats = await stat(path).catch(() => null);
  if (stats?.isDirectory() === true) {
    throw new ToolError('output-unwritable', `${path}: expected the name of a file, found a folder`);
  }
  for (const input of inputs) {
    const read = await stat(input).catch(() => null);
    if (stats === null || read === null || read.ino !== stats.ino || read.dev !== stats.dev) continue;
    throw new ToolError('output-unwritable', `${path}: this is one of the snapshots to be read`, {
      hint: 'Give --output the name of another file.',
    });
  }
}

/**
 * Writes `text` to `path` as a whole or not at all: under a temporary name beside it, then renamed. A device or a
 * pipe, such as /dev/stdout, is written to as it is.
 *
 * @throws ToolError `output-unwritable`
 */
export async function writeOutputFile(path: string, text: string): Promise<void> {
  const existing = await stat(path).catch(() => null);
  const isSpecial = existing !== null && !existing.isFile();
  const target = isSpecial ? path : `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(target, isSpecial ? 'w' : 'wx');
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
    if (!isSpecial) await rename(target, path);
  } catch (error) {
    if (!isSpecial) await rm(target, { force: true }).catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    throw new ToolError('output-unwritable', `${path}: cannot be written: ${reason}`, { cause: error });
  }
}
