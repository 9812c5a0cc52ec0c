import type { FindMap } from '../capture/script-texts.js';
import { localPaths } from '../sources/local-paths.js';
import { mapPath } from '../sources/map-url.js';
import { readIfOrdinary } from './ordinary-file.js';

/** Longest script whose file is compared with what runs. */
const MAX_SCRIPT_BYTES = 64 * 2 ** 20;

/**
 * Reads source maps of this machine. The file of the script must be what runs: the process may be in a container, or the files have been
 * built anew since it started.
 *
 * @param roots folders in which the files may be, besides where the process has them
 */
export function mapsOnDisk(roots: readonly string[]): FindMap {
  return ({ url, sourceMapUrl }, text, maxBytes) => {
    for (const script of localPaths(url, roots)) {
      if (sourceMapUrl === null || readIfOrdinary(script, MAX_SCRIPT_BYTES) !== text) continue;
      const path = mapPath(sourceMapUrl, script, roots);
      const map = path === null ? null : readIfOrdinary(path, maxBytes);
      if (path !== null && map !== null && map !== '') return { path, text: map };
    }
    return null;
  };
}
