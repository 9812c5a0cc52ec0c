/**
 * The command line as one file, packages included. Loading some two hundred modules one by one takes longer than reading
 * a small snapshot, and what only the command needs is not installed by who uses the library. What few runs ask for is in
 * files of its own.
 */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { build } from 'esbuild';

import { packageDirsOf } from './package-dirs.mjs';

/** Packages that are loaded when asked for, each in a file of its own. */
const ASKED_FOR = ['yaml', 'ws', 'acorn', 'eslint-scope'];

/**
 * Bundles the compiled command line in place, and leaves nothing else in its folder. The library's modules in
 * `dist` stay as they are.
 *
 * @param {string} root the repository
 * @param {string} file the compiled entry in `dist/cli`; overwritten
 * @returns {Promise<string[]>} folders of the packages in it
 */
export async function bundleCli(root, file) {
  const compiled = dirname(file);
  const bundled = join(dirname(compiled), 'cli-bundled');
  /** @type {import('esbuild').BuildOptions & { metafile: true }} */
  const common = {
    absWorkingDir: root,
    outdir: bundled,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    // Half the bytes to scan at each start; names stay, for stack traces.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  };
  const results = await Promise.all([
    // One file of the older module system is found, compiled and linked in half the time that ES modules take.
    build({
      ...common,
      format: 'cjs',
      entryPoints: [file],
      banner: { js: "const __moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
      define: { 'import.meta.url': '__moduleUrl' },
      plugins: [leaveOutMemlab, leaveToAskedFor, measureByOwnWidth(root)],
    }),
    build({
      ...common,
      format: 'esm',
      outExtension: { '.js': '.mjs' },
      entryPoints: ASKED_FOR.map((name) => ({ in: name, out: name })),
      // Packages of the older module system ask for Node's own modules by `require`.
      banner: {
        js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
      },
    }),
  ]);
  writeFileSync(join(bundled, 'package.json'), '{ "type": "commonjs" }\n');
  rmSync(compiled, { recursive: true });
  renameSync(bundled, compiled);
  return [...new Set(results.flatMap(({ metafile }) => packageDirsOf(root, metafile)))];
}

/** @type {import('esbuild').Plugin} The engine that few ask for stays where it is, for the library as well. */
const leaveOutMemlab = {
  name: 'leave-out-memlab',
  setup(bundle) {
    bundle.onResolve({ filter: /memlab-bridge\.js$/ }, () => ({
      path: '../snapshot/memlab-bridge.js',
      external: true,
    }));
  },
};

/** @type {import('esbuild').Plugin} */
const leaveToAskedFor = {
  name: 'leave-to-asked-for',
  setup(bundle) {
    bundle.onResolve({ filter: /./ }, ({ path, kind }) =>
      kind === 'dynamic-import' && ASKED_FOR.includes(path) ? { path: `./${path}.mjs`, external: true } : undefined,
    );
  },
};

/**
 * The package by which yargs measures its help makes an Intl.Segmenter at each start, which takes as long as all else that
 * yargs does. The report's own measure gives the same for the help, which has no escapes.
 *
 * @param {string} root
 * @returns {import('esbuild').Plugin}
 */
function measureByOwnWidth(root) {
  return {
    name: 'measure-by-own-width',
    setup(bundle) {
      // Tables measure colored text, and ask for a version of the older module system.
      bundle.onResolve({ filter: /^string-width$/ }, ({ kind }) =>
        kind === 'import-statement' ? { path: 'string-width', namespace: 'own-width' } : undefined,
      );
      bundle.onLoad({ filter: /./, namespace: 'own-width' }, () => ({
        contents: "export { textWidth as default } from './dist/report/text-width.js';",
        resolveDir: root,
      }));
    },
  };
}
