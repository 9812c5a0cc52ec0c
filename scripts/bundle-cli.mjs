/**
 * The command line as one file, and one for each part that few runs ask for, packages included: loading some two
 * hundred modules one by one takes longer than reading a small snapshot, and what only the command needs is not
 * installed by who uses the library.
 */
import { renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { build } from 'esbuild';

import { packageDirsOf } from './package-dirs.mjs';

/** The engine that few ask for stays a file of its own, loaded when asked for. */
const MEMLAB_BRIDGE = /memlab-bridge\.js$/;

/**
 * Bundles the compiled command line in place, and leaves nothing else in its folder. The library's modules in
 * `dist` stay as they are.
 *
 * @param {string} root the repository
 * @param {string} file the compiled entry in `dist/cli`; overwritten
 * @returns {Promise<string[]>} folders of the packages in it
 */
export async function bundleCli(root, file) {
  const bundled = join(dirname(dirname(file)), 'cli-bundled');
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [file],
    outdir: bundled,
    bundle: true,
    // What is imported when asked for, such as the reader of YAML, is a file of its own.
    splitting: true,
    chunkNames: '[name]-[hash]',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    // Packages of the older module system ask for Node's own modules by `require`.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
    },
    // Half the bytes to scan at each start; names stay, for stack traces.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    metafile: true,
    plugins: [leaveOutMemlab, leaveOutLocales],
    logLevel: 'warning',
  });
  rmSync(dirname(file), { recursive: true });
  renameSync(bundled, dirname(file));
  return packageDirsOf(root, metafile);
}

/** @type {import('esbuild').Plugin} zod's messages in forty languages, a third of all that is to be compiled, are asked for by nobody. */
const leaveOutLocales = {
  name: 'leave-out-locales',
  setup(bundle) {
    bundle.onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/** @type {import('esbuild').Plugin} */
const leaveOutMemlab = {
  name: 'leave-out-memlab',
  setup(bundle) {
    bundle.onResolve({ filter: MEMLAB_BRIDGE }, () => ({ path: '../snapshot/memlab-bridge.js', external: true }));
  },
};
