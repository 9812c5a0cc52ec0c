import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs';

import type { KeptFiles } from '../../sources/kept-scripts.js';

/**
 * Reads kept texts from files of this machine, without following a link and without blocking: a series may come from somebody
 * else, with a link or a pipe in the place of a text.
 */
export const keptFilesOnDisk: KeptFiles = {
  readNow: (path, maxBytes) => {
    try {
      return readOrdinary(path, maxBytes);
    } catch {
      // If a text cannot be read for any reason, it is not used.
      return null;
    }
  },
  isFolder: (path) => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true,
};

/** Windows has neither flag, and no pipes among its files. */
const NO_LINK = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

function readOrdinary(path: string, maxBytes: number): string | null {
  const file = openSync(path, constants.O_RDONLY | NO_LINK);
  try {
    const info = fstatSync(file);
    if (!info.isFile() || info.size > maxBytes) return null;
    const buffer = Buffer.alloc(info.size);
    let length = 0;
    while (length < buffer.length) {
      const count = readSync(file, buffer, length, buffer.length - length, length);
      if (count === 0) break;
      length += count;
    }
    return buffer.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}
