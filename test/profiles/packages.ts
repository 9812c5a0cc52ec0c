import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { provideNodeBinaries } from '../../scripts/node-versions.mjs';
import type { Packages } from './library.js';

const run = promisify(execFile);
const INSTALL_TIMEOUT_MS = 180_000;

/** From inside the folder, `import` and `require` find what is installed there, by the packages' own `exports`. */
const LOADER = `import { createRequire } from 'node:module';
export const require = createRequire(import.meta.url);
export async function load(specifier) {
  const module = await import(specifier);
  return module.default ?? module;
}
`;

/** `pg@8.23.1+pg-pool@3.14.0`; also the name of the folder in the cache. */
export function nameOfPackages(packages: Packages): string {
  return Object.entries(packages)
    .map(([name, version]) => `${name.replace('/', '-')}@${version}`)
    .join('+');
}

/**
 * Installs packages in a folder of their own, if the cache does not hold them: never among the dependencies of this
 * repository. Safe to run twice at once, as a folder appears under its final name only when it is whole.
 *
 * @returns the folder
 * @throws Error when npm fails, with what it said
 */
export async function providePackages(cache: string, packages: Packages): Promise<string> {
  const folder = join(cache, nameOfPackages(packages));
  if (await exists(join(folder, 'load.mjs'))) return folder;
  await mkdir(cache, { recursive: true });
  const scratch = await mkdtemp(join(cache, '.install-'));
  try {
    const { node: _, ...dependencies } = packages;
    await writeFile(join(scratch, 'package.json'), JSON.stringify({ private: true, dependencies }));
    await writeFile(join(scratch, 'load.mjs'), LOADER);
    if (Object.keys(dependencies).length > 0) await install(scratch, nameOfPackages(packages));
    await rename(scratch, folder).catch(async (error: unknown) => {
      if (!(await exists(join(folder, 'load.mjs')))) throw error;
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return folder;
}

/**
 * The Node.js that packages are to be run with, where they name one by its major version.
 *
 * @param cache holds the binaries that were fetched
 * @throws Error when it cannot be had on this machine
 */
export async function provideNode(cache: string, { node }: Packages): Promise<string | undefined> {
  if (node === undefined) return undefined;
  const { binaries, skipped } = await provideNodeBinaries({ majors: [Number(node)], cache });
  const [binary] = binaries;
  if (binary === undefined) throw new Error(`no Node.js ${node} to be had: ${skipped[0]?.reason ?? 'not listed'}`);
  return binary.path;
}

async function install(folder: string, name: string): Promise<void> {
  try {
    // No scripts: whatever a package wants to compile or fetch, its pool works without.
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
    await run('npm', ['install', ...flags], { cwd: folder, timeout: INSTALL_TIMEOUT_MS });
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    throw new Error(`npm install of ${name} failed: ${said.split('\n').find((line) => line !== '') ?? String(error)}`);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
