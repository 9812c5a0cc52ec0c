/**
 * Bundles what programs import: one file of code and one of types for each entry.
 *
 * The library, and what tests import, take what the command has as well from the command's files, so that a package holds it once. The
 * agent, which a service loads, takes nothing from there: it is small. What memlab is given imports the library. Packages that are
 * installed along with poolscope stay imports; others are bundled.
 */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { build } from 'esbuild';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

/** What a program can import, by the name of the file in `dist`: the compiled module, without its extension. */
const ENTRIES = { index: 'index', testing: 'testing/testing', agent: 'agent/agent', memlab: 'memlab/memlab' };

/**
 * @param {string} root the repository
 * @param {string} modules folder of the compiled modules
 * @param {string} dist folder of the bundle; must be that of `memlab-bridge.js`
 * @param {keyof typeof ENTRIES} entry
 * @param {import('esbuild').Plugin[]} [plugins]
 */
export async function bundleEntry(root, modules, dist, entry, plugins = []) {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return await build({
    absWorkingDir: root,
    entryPoints: [{ in: join(modules, `${ENTRIES[entry]}.js`), out: entry }],
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
    metafile: true,
    logLevel: 'warning',
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    plugins: [leaveOutMemlab, importLibrary, ...plugins],
  });
}

/**
 * @param {string} root the repository
 * @param {string} modules folder of the compiled modules, with their types
 * @param {string} dist folder of the bundle
 */
export async function bundleTypes(root, modules, dist) {
  // One at a time: of several, rolldown puts what they share into a further file.
  for (const [name, entry] of Object.entries(ENTRIES)) {
    const types = await rolldown({
      input: { [name]: join(modules, `${entry}.d.ts`) },
      external: /^[^./]/,
      plugins: [importLibraryTypes, dts({ dtsInput: true, tsconfig: false, cwd: relative(process.cwd(), root) })],
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

/**
 * What is built on the library as a user would build on it imports the library, so that both have one copy of everything.
 *
 * @type {import('esbuild').Plugin}
 */
const importLibrary = {
  name: 'import-library',
  setup(bundle) {
    bundle.onResolve({ filter: /^\.\.\/index\.js$/ }, () => ({ path: './index.js', external: true }));
  },
};

/** The same for types. */
const importLibraryTypes = {
  name: 'import-library-types',
  /** @param {string} source */
  resolveId: (source) => (source === '../index.js' ? { id: './index.js', external: true } : null),
};
