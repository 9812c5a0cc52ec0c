import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs';

import type { KeptFiles } from '../../sources/kept-scripts.js';

/**
 * The files of this machine. Opened without following a link, and without waiting: a series may come from somebody else, and have
 * a link or a pipe in the place of a text.
 */
export const keptFilesOnDisk: KeptFiles = {
  readNow: (path, maxBytes) => {
    try {
      return readOrdinary(path, maxBytes);
    } catch {
      // Missing, forbidden, on a broken disk: there is no text to use.
      return null;
    }
  },
  isFolder: (path) => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true,
};

/** Windows has neither, and no pipes among its files. */
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
