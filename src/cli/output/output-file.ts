import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, type FileHandle, lstat, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import process from 'node:process';

import { reasonOf, ToolError } from '../../errors.js';

/** A report says much of a program: only the user may read it. */
const PRIVATE = 0o600;
/** Paths of what a process has open: a link there leads to whatever that is. */
const OPEN_FILES = /^\/(?:dev|proc)\//;

/**
 * Checks, before an analysis of minutes, that a file can be written at `path`.
 *
 * @param inputs files that must not be overwritten
 * @throws ToolError `output-unwritable` when its folder is missing or may not be written to, or `path` is a folder, a link that is
 *   not followed, or one of the inputs
 */
export async function checkOutputFile(path: string, inputs: readonly string[] = []): Promise<void> {
  const target = await findTarget(path);
  const stats = await stat(target).catch(() => null);
  if (stats?.isDirectory() === true) {
    throw new ToolError('output-unwritable', `${path}: expected the name of a file, found a folder`);
  }
  if (stats === null || stats.isFile()) await checkFolder(path, dirname(target));
  for (const input of inputs) {
    const read = await stat(input).catch(() => null);
    if (stats === null || read === null || read.ino !== stats.ino || read.dev !== stats.dev) continue;
    throw new ToolError('output-unwritable', `${path}: this is one of the files to be read`, {
      hint: 'Give --output the name of another file.',
    });
  }
}

async function checkFolder(path: string, folder: string): Promise<void> {
  const stats = await stat(folder).catch(() => null);
  if (stats?.isDirectory() !== true) {
    throw new ToolError('output-unwritable', `${path}: there is no folder ${dirname(path)}`, {
      hint: 'Create it first.',
    });
  }
  await access(folder, constants.W_OK).catch((error: unknown) => {
    throw unwritable(path, error);
  });
}

/**
 * Writes `text` to `path` as a whole or not at all: under a temporary name beside it, then renamed. A new file is readable by the
 * user alone, one that is replaced keeps its permissions. A device or a pipe, such as /dev/stdout, is written to as it is.
 *
 * @throws ToolError `output-unwritable`
 */
export async function writeOutputFile(path: string, text: string): Promise<void> {
  const target = await findTarget(path);
  const existing = await stat(target).catch(() => null);
  try {
    if (OPEN_FILES.test(target) || (existing !== null && !existing.isFile())) await writeAsItIs(target, text);
    else await replaceFile(target, text, existing === null ? PRIVATE : existing.mode & 0o777);
  } catch (error) {
    throw unwritable(path, error);
  }
}

/**
 * The file to write for a path. A link is followed when the user or the system made it: in a folder that others may write to, a
 * link of theirs may lead to any file of the user.
 */
async function findTarget(path: string): Promise<string> {
  const link = await lstat(path).catch(() => null);
  if (link?.isSymbolicLink() !== true || OPEN_FILES.test(resolve(path))) return path;
  const own = process.geteuid?.() ?? link.uid;
  if (link.uid !== own && link.uid !== 0)
    throw new ToolError('output-unwritable', `${path}: this is a symbolic link that another user made`, {
      hint: 'Name the file that it should be written to.',
    });
  return await realpath(path).catch((error: unknown) => {
    throw unwritable(path, error);
  });
}

async function replaceFile(target: string, text: string, mode: number): Promise<void> {
  const part = `${target}.${randomUUID()}.tmp`;
  try {
    const file = await open(part, 'wx', PRIVATE);
    try {
      await file.writeFile(text);
      // Otherwise a crash of the machine may leave an empty file under the name.
      await file.sync();
    } finally {
      await file.close();
    }
    if (mode !== PRIVATE) await chmod(part, mode);
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** A pipe without a reader is an error: to open it would wait without end, and could not be interrupted. */
async function writeAsItIs(target: string, text: string): Promise<void> {
  const probe = await open(target, constants.O_WRONLY | (constants.O_NONBLOCK ?? 0)).catch((error: unknown) => {
    throw isWithoutReader(error) ? new Error('no program reads from this pipe', { cause: error }) : error;
  });
  let file: FileHandle | null = null;
  try {
    file = await open(target, 'w');
    await file.writeFile(text);
  } finally {
    await file?.close();
    await probe.close();
  }
}

function isWithoutReader(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENXIO';
}

function unwritable(path: string, error: unknown): ToolError {
  return new ToolError('output-unwritable', `${path}: cannot be written: ${reasonOf(error)}`, { cause: error });
}
