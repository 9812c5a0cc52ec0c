/**
 * Bundles the library: one file of code and one of types for each entry, with what they share beside them. Its packages stay
 * imports, so that a program has one copy of each.
 */
import { join, relative } from 'node:path';

import { build } from 'esbuild';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

/** What a program can import, by the name of the file in `dist`: the compiled module, without its extension. */
const ENTRIES = { index: 'index', agent: 'agent/agent' };

/**
 * @param {string} root the repository
 * @param {string} modules folder of the compiled modules, with their types
 * @param {string} dist folder of the bundle; must be that of `memlab-bridge.js`
 */
export async function bundleLibrary(root, modules, dist) {
  await build({
    absWorkingDir: root,
    entryPoints: Object.entries(ENTRIES).map(([out, entry]) => ({ in: join(modules, `${entry}.js`), out })),
    outdir: dist,
    bundle: true,
    splitting: true,
    chunkNames: 'shared-[hash]',
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    // No white space is taken away: who debugs a program reads it.
    logLevel: 'warning',
    plugins: [leaveOutMemlab],
  });
  const types = await rolldown({
    input: Object.fromEntries(Object.entries(ENTRIES).map(([out, entry]) => [out, join(modules, `${entry}.d.ts`)])),
    external: /^[^./]/,
    plugins: [dts({ dtsInput: true, tsconfig: false, cwd: relative(process.cwd(), root) })],
  });
  await types.write({ dir: dist, format: 'es' });
  await types.close();
}

/** @type {import('esbuild').Plugin} */
const leaveOutMemlab = {
  name: 'leave-out-memlab',
  setup(bundle) {
    bundle.onResolve({ filter: /memlab-bridge\.js$/ }, () => ({ path: './memlab-bridge.js', external: true }));
  },
};
