import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';

const SOURCES = fileURLToPath(new URL('written-heap', import.meta.url));
const inBench = (name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * Snapshots of the size asked for, written when they are not there yet: one, or a series with a leak.
 *
 * @param {{ size: string, snapshots?: number, leakPerRound?: number, labels?: number }} shape
 * @param {string} cacheDir
 * @returns {string[]} paths
 */
export function provideWrittenHeap({ size, snapshots = 1, leakPerRound = 0, labels = 1 }, cacheDir) {
  const directory = join(cacheDir, `written-${digestOfSources()}`);
  const name = snapshots === 1 ? `heap-${size}` : `series-${size}-${leakPerRound}-${labels}-of-${snapshots}`;
  const options = ['--size', size, '--name', name, '--series', String(snapshots)];
  const leak = ['--leak', String(leakPerRound), '--labels', String(labels)];
  const files = Array.from({ length: snapshots }, (_, index) => `${name}${snapshots === 1 ? '' : `-${index + 1}`}`);
  return provide(directory, files, [inBench('write-heap.mjs'), ...options, ...leak]);
}

/** A snapshot of a heap that V8 really had. Kept per Node version. @returns {string} its path */
export function provideRealHeap(size, cacheDir) {
  const directory = join(cacheDir, process.version);
  return provide(directory, [`service-${size}`], [inBench('make-heap.mjs'), '--size', size])[0];
}

/** @returns {Promise<string>} the path of `file`, packed */
export async function provideGzip(file) {
  const packed = `${file}.gz`;
  if (existsSync(packed)) return packed;
  await pipeline(createReadStream(file), createGzip({ level: 6 }), createWriteStream(`${packed}.unfinished`));
  renameSync(`${packed}.unfinished`, packed);
  return packed;
}

/** Reads the file once, so that the first contender does not pay for the disk. */
export function warmFileCache(path) {
  const buffer = Buffer.allocUnsafe(2 ** 22);
  const file = openSync(path, 'r');
  while (readSync(file, buffer) > 0);
  closeSync(file);
}

/** Made in a folder of its own and moved when whole, so that an interrupted run leaves no half file behind. */
function provide(directory, names, command) {
  const files = names.map((name) => `${name}.heapsnapshot`);
  const paths = files.map((file) => join(directory, file));
  if (paths.every((path) => existsSync(path))) return paths;
  const unfinished = join(directory, 'unfinished');
  mkdirSync(unfinished, { recursive: true });
  const { status } = spawnSync(process.execPath, [...command, '--out', unfinished], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`node ${command.join(' ')} failed with exit code ${status}.`);
  for (const [index, file] of files.entries()) renameSync(join(unfinished, file), paths[index]);
  rmSync(unfinished, { recursive: true });
  return paths;
}

/** Files of another version of the generator are others. */
function digestOfSources() {
  const hash = createHash('sha256');
  for (const name of readdirSync(SOURCES).toSorted()) hash.update(readFileSync(join(SOURCES, name)));
  return hash.digest('hex').slice(0, 8);
}
