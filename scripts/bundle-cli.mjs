/**
 * Bundles the command line, packages included. Loading some two hundred modules one by one takes longer than reading a small
 * snapshot, and users of the library do not install what only the command needs.
 *
 * - `main.js` parses the arguments: all that `--help`, `--version` and a usage error load.
 * - `work.js` holds what commands load when they run.
 * - `errors.js` is shared by both, because an error of the one must be an instance of the other's class.
 * - Packages that few runs need are files of their own.
 */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { build } from 'esbuild';

import { packageDirsOf } from './package-dirs.mjs';

/** Packages that are loaded when asked for, each in a file of its own. */
const ASKED_FOR = ['yaml', 'ws', 'acorn', 'eslint-scope'];
/** Modules that are shared by the files of the bundle, below `dist`. */
const SHARED = ['errors.js'];

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
  const dist = dirname(compiled);
  const bundled = join(dist, 'cli-bundled');
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
  /** A file of the older module system is found, compiled and linked in half the time that ES modules take. */
  const scripts = /** @type {const} */ ({
    ...common,
    format: 'cjs',
    banner: { js: "const __moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
    define: { 'import.meta.url': '__moduleUrl' },
  });
  /** @type {Set<string>} Compiled modules that the command line loads when it needs them. */
  const loadedLater = new Set();
  const main = await build({
    ...scripts,
    entryPoints: [file],
    plugins: [shareModules(dist), leaveToWork(dist, loadedLater), leaveToAskedFor, measureByOwnWidth(root)],
  });
  const results = await Promise.all([
    build({ ...scripts, entryPoints: SHARED.map((name) => join(dist, name)) }),
    build({
      ...scripts,
      stdin: {
        contents: [...loadedLater]
          .sort()
          // By `require`: a module, and Node's own modules that it needs, is evaluated when it is first asked for.
          .map(
            (path) => `Object.defineProperty(exports, ${JSON.stringify(path)}, { get: () => require('./${path}') });`,
          )
          .join('\n'),
        resolveDir: dist,
        sourcefile: 'work.js',
      },
      entryNames: 'work',
      plugins: [shareModules(dist), leaveOutMemlab, leaveToAskedFor, measureByOwnWidth(root)],
    }),
    build({ ...scripts, entryPoints: ASKED_FOR.map((name) => ({ in: name, out: name })) }),
  ]);
  writeFileSync(join(bundled, 'package.json'), '{ "type": "commonjs" }\n');
  rmSync(compiled, { recursive: true });
  renameSync(bundled, compiled);
  return [...new Set([main, ...results].flatMap(({ metafile }) => packageDirsOf(root, metafile)))];
}

/**
 * Leaves what is imported dynamically to `work.js`.
 *
 * @param {string} dist
 * @param {Set<string>} loadedLater gets the paths of those modules below `dist`
 * @returns {import('esbuild').Plugin}
 */
function leaveToWork(dist, loadedLater) {
  return {
    name: 'leave-to-work',
    setup(bundle) {
      bundle.onResolve({ filter: /^\./ }, ({ path, kind, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined;
        const module = relative(dist, join(resolveDir, path)).replaceAll('\\', '/');
        loadedLater.add(module);
        return { path: module, namespace: 'work' };
      });
      bundle.onResolve({ filter: /^\.\/work\.js$/, namespace: 'work' }, ({ path }) => ({ path, external: true }));
      bundle.onLoad({ filter: /./, namespace: 'work' }, ({ path }) => ({
        contents: `module.exports = require('./work.js')[${JSON.stringify(path)}];`,
      }));
    },
  };
}

/** @param {string} dist @returns {import('esbuild').Plugin} */
function shareModules(dist) {
  return {
    name: 'share-modules',
    setup(bundle) {
      bundle.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
        const module = relative(dist, join(resolveDir, path));
        return SHARED.includes(module) ? { path: `./${module}`, external: true } : undefined;
      });
    },
  };
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
      kind === 'dynamic-import' && ASKED_FOR.includes(path) ? { path: `./${path}.js`, external: true } : undefined,
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
