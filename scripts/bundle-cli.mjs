/**
 * The command line as two files, packages included: what runs first, and all that an analysis needs. Loading some two
 * hundred modules one by one takes longer than reading a small snapshot, and what only the command needs is not
 * installed by who uses the library. What few runs ask for is in files of its own.
 */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { build } from 'esbuild';

import { packageDirsOf } from './package-dirs.mjs';

/** Loaded when asked for: file in the result, and what is in it. */
const ASKED_FOR = { help: './help.js', yaml: 'yaml', ws: 'ws' };

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
  // One file of the older module system is found, compiled and linked in half the time that ES modules take.
  const script = /** @type {const} */ ({
    ...common,
    format: 'cjs',
    banner: { js: "const __moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
    define: { 'import.meta.url': '__moduleUrl' },
  });
  const results = await Promise.all([
    // What runs first may have nothing to do but wait for another process.
    build({ ...script, entryPoints: [file], supported: { 'dynamic-import': false }, plugins: [leaveToThisProcess] }),
    build({
      ...script,
      entryPoints: [join(compiled, 'this-process.js')],
      plugins: [leaveOutMemlab, leaveToAskedFor],
    }),
    build({
      ...common,
      format: 'esm',
      outExtension: { '.js': '.mjs' },
      entryPoints: Object.entries(ASKED_FOR).map(([out, path]) => ({
        in: path.startsWith('.') ? join(compiled, path) : path,
        out,
      })),
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
    const outOf = new Map(Object.entries(ASKED_FOR).map(([out, path]) => [path, out]));
    bundle.onResolve({ filter: /./ }, ({ path, kind }) => {
      const out = kind === 'dynamic-import' ? outOf.get(path) : undefined;
      return out === undefined ? undefined : { path: `./${out}.mjs`, external: true };
    });
  },
};

/** @type {import('esbuild').Plugin} */
const leaveToThisProcess = {
  name: 'leave-to-this-process',
  setup(bundle) {
    bundle.onResolve({ filter: /^\.\/this-process\.js$/ }, ({ path }) => ({ path, external: true }));
  },
};
