/**
 * Bundles the library: one file of code and one of types for each entry. The few modules that both need are in both: no state is
 * kept in them. Packages stay imports where they are installed along with poolscope, so that a program has one copy of each; others are bundled.
 */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { build } from 'esbuild';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

/** What a program can import, by the name of the file in `dist`: the compiled module, without its extension. */
const ENTRIES = { index: 'index', agent: 'agent/agent', memlab: 'memlab/memlab' };

/**
 * @param {string} root the repository
 * @param {string} modules folder of the compiled modules, with their types
 * @param {string} dist folder of the bundle; must be that of `memlab-bridge.js`
 */
export async function bundleLibrary(root, modules, dist) {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  await build({
    absWorkingDir: root,
    entryPoints: Object.entries(ENTRIES).map(([out, entry]) => ({ in: join(modules, `${entry}.js`), out })),
    outdir: dist,
    bundle: true,
    external: Object.keys(dependencies).flatMap((name) => [name, `${name}/*`]),
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    // As in the command's files: names stay, for stack traces.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [leaveOutMemlab, shareLibrary],
  });
  // One at a time: of several, rolldown puts what they share into a further file.
  for (const [name, entry] of Object.entries(ENTRIES)) {
    const types = await rolldown({
      input: { [name]: join(modules, `${entry}.d.ts`) },
      external: /^[^./]/,
      plugins: [shareTypes, dts({ dtsInput: true, tsconfig: false, cwd: relative(process.cwd(), root) })],
    });
    await types.write({ dir: dist, format: 'es' });
    await types.close();
  }
}

/** @type {import('esbuild').Plugin} */
const leaveOutMemlab = {
  name: 'leave-out-memlab',
  setup(bundle) {
    bundle.onResolve({ filter: /memlab-bridge\.js$/ }, () => ({ path: './memlab-bridge.js', external: true }));
  },
};

/** What builds on the library as a user would imports it, so that both have one copy of everything. */
/** @type {import('esbuild').Plugin} */
const shareLibrary = {
  name: 'share-library',
  setup(bundle) {
    bundle.onResolve({ filter: /^\.\.\/index\.js$/ }, () => ({ path: './index.js', external: true }));
  },
};

/** The same for types. */
const shareTypes = {
  name: 'share-types',
  /** @param {string} source */
  resolveId: (source) => (source === '../index.js' ? { id: './index.js', external: true } : null),
};
