import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs';

import type { KeptFiles } from '../../sources/kept-scripts.js';

/**
 * Reads kept texts from files of this machine, without following a link and without blocking: a series may come from somebody
 * else, with a link or a pipe in the place of a text.
 */
export const keptFilesOnDisk: KeptFiles = {
  readNow: (path, maxBytes) => orNull(() => readOrdinary(path, (size) => (size > maxBytes ? null : [0, size]))),
  readPart: (path, offset, bytes) =>
    orNull(() => readOrdinary(path, (size) => (offset + bytes > size ? null : [offset, bytes]))),
  isFolder: (path) => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true,
};

/** Windows has neither flag, and no pipes among its files. */
const NO_LINK = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** If a text cannot be read for any reason, it is not used. */
function orNull(read: () => string | null): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** @param partOf which part of a file of that size is read: from where, and how many bytes; null for nothing */
function readOrdinary(
  path: string,
  partOf: (size: number) => readonly [offset: number, bytes: number] | null,
): string | null {
  const file = openSync(path, constants.O_RDONLY | NO_LINK);
  try {
    const info = fstatSync(file);
    const part = info.isFile() ? partOf(info.size) : null;
    if (part === null) return null;
    const [offset, bytes] = part;
    const buffer = Buffer.alloc(bytes);
    let length = 0;
    while (length < buffer.length) {
      const count = readSync(file, buffer, length, buffer.length - length, offset + length);
      if (count === 0) break;
      length += count;
    }
    return buffer.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}
