import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Packages } from './library.js';

const run = promisify(execFile);
const INSTALL_TIMEOUT_MS = 180_000;

/** From inside the folder, `import` finds what is installed there, by the packages' own `exports`. */
const LOADER = `export async function load(specifier) {
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
    await writeFile(join(scratch, 'package.json'), JSON.stringify({ private: true, dependencies: packages }));
    await writeFile(join(scratch, 'load.mjs'), LOADER);
    await install(scratch, nameOfPackages(packages));
    await rename(scratch, folder).catch(async (error: unknown) => {
      if (!(await exists(join(folder, 'load.mjs')))) throw error;
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return folder;
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
