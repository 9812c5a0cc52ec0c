import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const GENERATOR = fileURLToPath(new URL('make-heap.mjs', import.meta.url));

/**
 * The snapshot of `size`, made when it is not there yet. Kept per Node version, as V8 writes the heap it has.
 *
 * @param {string} size as in "100MB"
 * @param {string} cacheDir
 * @returns {string} its path
 */
export function provideHeapFile(size, cacheDir) {
  const name = `service-${size}.heapsnapshot`;
  const directory = join(cacheDir, process.version);
  const path = join(directory, name);
  if (existsSync(path)) return path;
  // Made in a folder of its own and moved when whole, so that an interrupted run leaves no half file behind.
  const unfinished = join(directory, 'unfinished');
  const { status } = spawnSync(process.execPath, [GENERATOR, '--size', size, '--out', unfinished], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`The generator failed for ${size} with exit code ${status}.`);
  renameSync(join(unfinished, name), path);
  rmSync(unfinished, { recursive: true });
  return path;
}

/** Reads the file once, so that the first contender does not pay for the disk. */
export function warmFileCache(path) {
  const buffer = Buffer.allocUnsafe(2 ** 22);
  const file = openSync(path, 'r');
  while (readSync(file, buffer) > 0);
  closeSync(file);
}
