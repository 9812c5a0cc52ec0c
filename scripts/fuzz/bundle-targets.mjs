import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, transform } from 'esbuild';

import { instrument } from './instrument.mjs';

/**
 * The bundle, the number of counters in it, and which of them each file has: `[first, behind the last]`.
 *
 * @typedef {{ outfile: string, used: number, files: Record<string, [number, number]> }} Bundle
 */

/** Counters of all code together. */
const MOST_COUNTERS = 2 ** 16;

/**
 * Bundles the targets with the code under test, which gets counters.
 *
 * @param {string} root the repository
 * @returns {Promise<Bundle>}
 */
export async function bundleTargets(root) {
  let used = 0;
  /** @type {Record<string, [number, number]>} */
  const files = {};
  const outfile = join(root, 'build', 'fuzz', 'targets.mjs');
  await build({
    entryPoints: [join(root, 'test', 'fuzz', 'bundle.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
    plugins: [
      {
        name: 'count',
        setup(bundle) {
          bundle.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
            const isOwn = !relative(join(root, 'src'), path).startsWith('..');
            const source = await readFile(path, 'utf8');
            const { code } = await transform(source, { loader: 'ts', target: 'node20' });
            const isTable = /row-parser-code/.test(path);
            if (!isOwn || isTable) return { contents: code, loader: 'js' };
            const first = used;
            const contents = instrument(code, () => used++ % MOST_COUNTERS);
            files[relative(join(root, 'src'), path).replaceAll('\\', '/')] = [first, used];
            return { contents, loader: 'js' };
          });
        },
      },
    ],
  });
  return { outfile, used, files };
}

/**
 * Loads what {@link bundleTargets} wrote.
 *
 * @param {Bundle} bundle
 * @returns {Promise<{ fuzz: typeof import('../../test/fuzz/fuzz.js').fuzz, targets: typeof import('../../test/fuzz/targets.js').TARGETS, counters: Uint8Array }>}
 */
export async function loadTargets({ outfile, used }) {
  // A multiple of four, and no more than there are: all are looked at for each input.
  const counters = new Uint8Array(Math.ceil(Math.min(used, MOST_COUNTERS) / 4) * 4);
  Reflect.set(globalThis, 'fuzzCounters', counters);
  const { fuzz, TARGETS } = await import(pathToFileURL(outfile).href);
  return { fuzz, targets: TARGETS, counters };
}
