import { lstatSync } from 'node:fs';

import type { KeptFiles } from '../sources/kept-scripts.js';
import { readIfOrdinary, readOrdinaryPart } from './ordinary-file.js';

/**
 * Reads kept texts from files of this machine, without following a link and without blocking: a series may come from somebody
 * else, with a link or a pipe in the place of a text.
 */
export const keptFilesOnDisk: KeptFiles = {
  readNow: (path, maxBytes) => readIfOrdinary(path, maxBytes, { followLink: false }),
  readPart: readOrdinaryPart,
  isFolder: (path) => isFolder(path),
};

/** A folder of which the system says nothing is none. */
function isFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}
