import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/**
 * Imports a module that is written in TypeScript, with what it imports: bundled into the build folder, from where it
 * finds its dependencies.
 *
 * @param {string} root the repository
 * @param {string} source path of the module in it
 * @param {string} name path of the bundle below `build`, without an extension
 */
export async function importTypeScript(root, source, name) {
  const bundle = join(root, 'build', `${name}.mjs`);
  await mkdir(dirname(bundle), { recursive: true });
  await build({
    entryPoints: [join(root, source)],
    outfile: bundle,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  return import(pathToFileURL(bundle).href);
}
