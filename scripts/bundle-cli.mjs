/**
 * Bundles the command line, packages included. Loading some two hundred modules one by one takes longer than reading a small
 * snapshot, and users of the library do not install what only the command needs.
 *
 * - `main.js` loads `start.js`, and nothing else: where Node.js has loaded an ES module before, as with `--import`, it searches the
 *   text of the file that it starts for the names of exports, which takes longer than all else there.
 * - `start.js` parses the arguments: all that `--help`, `--version` and a usage error load.
 * - `work.js` holds what `analyze` loads when it runs, and prints JSON with.
 * - `text.js` and `more.js` hold what the text report and the other commands need besides.
 * - `errors.js` is shared by all, because an error of the one must be an instance of the other's class.
 * - Packages that few runs need are files of their own.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { build } from 'esbuild';

import { packageDirsOf } from './package-dirs.mjs';

/** Packages that are loaded when asked for, each in a file of its own. */
const ASKED_FOR = ['yaml', 'ws', 'acorn'];
/** The files behind `start.js`; each takes from those before it what is in them. */
const FILES = ['work', 'text', 'more'];
/** Modules that are shared by the files of the bundle, below `modules`. */
const SHARED = ['errors.js'];
/** The file for modules that are loaded later, where that is not `more.js`. */
const FILE_OF = new Map([
  ['analyze.js', 'work'],
  ['cli/commands/analyze/run-analyze.js', 'work'],
  ['report/json-report.js', 'work'],
  ['report/text-report.js', 'text'],
  ['report/comparison-report.js', 'text'],
]);

/**
 * Bundles the compiled command line.
 *
 * @param {string} root the repository
 * @param {string} modules folder of the compiled modules
 * @param {string} bundled folder of the bundle; must be one level below that of `memlab-bridge.js`
 * @param {(plugins: import('esbuild').Plugin[]) => Promise<{ metafile: import('esbuild').Metafile }>} bundleUser bundles what takes modules
 *   from the command's files, by the plugins that it is given; to be written beside `bundled`
 * @returns {Promise<string[]>} folders of the packages in both
 */
export async function bundleCli(root, modules, bundled, bundleUser) {
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
  /** Packages ask for the working folder while they are loaded, and it may have been removed. */
  const MAIN = `#!/usr/bin/env node
try {
  process.cwd();
} catch {
  process.stderr.write('poolscope: the working folder does not exist any more\\nChange to another folder first.\\n');
  process.exit(2);
}
require('./start.js');
`;

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
    entryPoints: [{ in: join(modules, 'cli', 'main.js'), out: 'start' }],
    plugins: [
      shareModules(modules),
      leaveToLater(modules, loadedLater, 'start'),
      leaveToAskedFor,
      measureByOwnWidth(modules),
      keepNoHelp,
    ],
  });
  /** @param {string} name @param {Iterable<string>} contained @param {import('esbuild').Plugin[]} plugins */
  const bundleOf = (name, contained, plugins = []) => ({
    ...scripts,
    stdin: {
      contents: [...contained]
        .sort()
        // By `require`: a module, and Node's own modules that it needs, is evaluated when it is first asked for.
        .map((path) => `Object.defineProperty(exports, ${JSON.stringify(path)}, { get: () => require('./${path}') });`)
        .join('\n'),
      resolveDir: modules,
      sourcefile: `${name}.js`,
    },
    entryNames: name,
    plugins: [
      shareModules(modules),
      leaveOutMemlab,
      leaveToLater(modules, loadedLater, name),
      leaveToAskedFor,
      measureByOwnWidth(modules),
      ...plugins,
    ],
  });
  const modulesIn = (/** @type {string} */ name) => [...loadedLater].filter((path) => fileOf(path) === name);
  /** @type {SharedModules} */
  const shared = { modules, files: new Map(), asked: new Map(FILES.map((name) => [name, new Set()])) };
  for (const name of FILES) {
    const { metafile } = await build({ ...bundleOf(name, modulesIn(name), [takeFromFiles(shared)]), write: false });
    for (const path of Object.keys(metafile.inputs).map((input) => join(root, input)))
      if (path.startsWith(modules) && !shared.files.has(path)) shared.files.set(path, name);
  }
  const user = await bundleUser([shareModules(modules, './cli'), takeFromFiles(shared, './cli')]);
  const results = [];
  // What a file takes from an earlier one is known when it has been built itself.
  for (const name of FILES.toReversed())
    results.push(
      await build(
        bundleOf(name, new Set([...modulesIn(name), ...(shared.asked.get(name) ?? [])]), [
          takeFromFiles(shared, '.', name),
        ]),
      ),
    );
  results.push(
    await build({ ...scripts, entryPoints: SHARED.map((name) => join(modules, name)) }),
    await build({ ...scripts, minify: true, entryPoints: ASKED_FOR.map((name) => ({ in: name, out: name })) }),
  );
  writeFileSync(join(bundled, 'main.js'), MAIN);
  writeFileSync(join(bundled, 'package.json'), '{ "type": "commonjs" }\n');
  return [...new Set([main, user, ...results].flatMap(({ metafile }) => packageDirsOf(root, metafile)))];
}

/** @param {string} path @returns {string} the file that a module which is loaded later is in */
function fileOf(path) {
  return FILE_OF.get(path) ?? 'more';
}

/**
 * Leaves what is imported dynamically to other files.
 *
 * @param {string} modules
 * @param {Set<string>} loadedLater gets the paths of those modules below `modules`
 * @param {string} own the file that is bundled, whose own modules are left in it
 * @returns {import('esbuild').Plugin}
 */
function leaveToLater(modules, loadedLater, own) {
  return {
    name: 'leave-to-later',
    setup(bundle) {
      bundle.onResolve({ filter: /^\./ }, ({ path, kind, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined;
        const module = relative(modules, join(resolveDir, path)).replaceAll('\\', '/');
        loadedLater.add(module);
        if (fileOf(module) === own) return undefined;
        return { path: module, namespace: 'later' };
      });
      takeFromFile(bundle, 'later', '.', fileOf);
    },
  };
}

/**
 * @typedef {object} SharedModules
 * @property {string} modules folder of the compiled modules
 * @property {Map<string, string>} files the file that each module is in, by the module's path
 * @property {Map<string, Set<string>>} asked by file: the modules that others take from it, below `modules`
 */

/**
 * Takes from the files of the command what is in them.
 *
 * @param {SharedModules} shared
 * @param {string} [folder] of those files, seen from the bundle
 * @param {string} [own] the file that is bundled, whose modules are left in it
 * @returns {import('esbuild').Plugin}
 */
function takeFromFiles({ modules, files, asked }, folder = '.', own = undefined) {
  return {
    name: 'take-from-files',
    setup(bundle) {
      bundle.onResolve({ filter: /^\./ }, async ({ path, kind, resolveDir, importer, pluginData, namespace }) => {
        if (pluginData === 'resolving' || kind === 'entry-point' || namespace === 'taken') return undefined;
        const found = await bundle.resolve(path, { kind, resolveDir, importer, pluginData: 'resolving' });
        const file = files.get(found.path);
        if (found.errors.length > 0 || found.namespace !== 'file' || file === undefined || file === own)
          return undefined;
        const module = relative(modules, found.path).replaceAll('\\', '/');
        asked.get(file)?.add(module);
        return { path: module, namespace: 'taken' };
      });
      takeFromFile(bundle, 'taken', folder, (path) => files.get(join(modules, path)) ?? '');
    },
  };
}

/**
 * @param {import('esbuild').PluginBuild} bundle
 * @param {string} namespace of the modules that are in another file
 * @param {string} folder of that file, seen from the bundle
 * @param {(path: string) => string} fileWith the name of that file
 */
function takeFromFile(bundle, namespace, folder, fileWith) {
  bundle.onResolve({ filter: /^\.\/[\w/]+\.js$/, namespace }, ({ path }) => ({ path, external: true }));
  bundle.onLoad({ filter: /./, namespace }, ({ path }) => ({
    contents: `module.exports = require('${folder}/${fileWith(path)}.js')[${JSON.stringify(path)}];`,
  }));
}

/** @param {string} modules @param {string} [folder] of the command's files, seen from the bundle @returns {import('esbuild').Plugin} */
function shareModules(modules, folder = '.') {
  return {
    name: 'share-modules',
    setup(bundle) {
      bundle.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
        const module = relative(modules, join(resolveDir, path));
        return SHARED.includes(module) ? { path: `${folder}/${module}`, external: true } : undefined;
      });
    },
  };
}

/** @type {import('esbuild').Plugin} The engine that few ask for stays where it is, for the library as well. */
const leaveOutMemlab = {
  name: 'leave-out-memlab',
  setup(bundle) {
    bundle.onResolve({ filter: /memlab-bridge\.js$/ }, () => ({
      path: '../memlab-bridge.js',
      external: true,
    }));
  },
};

/**
 * By `require`, as for the other files: `import()` of a file of the older module system searches its text for the names of exports first.
 *
 * @type {import('esbuild').Plugin}
 */
const leaveToAskedFor = {
  name: 'leave-to-asked-for',
  setup(bundle) {
    bundle.onResolve({ filter: /./ }, ({ path, kind }) =>
      kind === 'dynamic-import' && ASKED_FOR.includes(path) ? { path, namespace: 'asked-for' } : undefined,
    );
    bundle.onResolve({ filter: /^\.\/\w+\.js$/, namespace: 'asked-for' }, ({ path }) => ({ path, external: true }));
    bundle.onLoad({ filter: /./, namespace: 'asked-for' }, ({ path }) => ({
      contents: `module.exports = require('./${path}.js');`,
    }));
  },
};

/**
 * The package by which yargs measures its help makes an Intl.Segmenter at each start, which takes as long as all else that
 * yargs does. The report's own measure gives the same for the help, which has no escapes.
 *
 * @param {string} modules
 * @returns {import('esbuild').Plugin}
 */
function measureByOwnWidth(modules) {
  return {
    name: 'measure-by-own-width',
    setup(bundle) {
      // Tables measure colored text, and ask for a version of the older module system.
      bundle.onResolve({ filter: /^string-width$/ }, ({ kind }) =>
        kind === 'import-statement' ? { path: 'string-width', namespace: 'own-width' } : undefined,
      );
      bundle.onLoad({ filter: /./, namespace: 'own-width' }, () => ({
        contents: "export { textWidth as default } from './report/text-width.js';",
        resolveDir: modules,
      }));
    },
  };
}

/**
 * yargs renders the help of a command each time that it runs one, for a failure that comes later. Here the command runs only
 * after yargs has parsed, and nothing asks for this help.
 *
 * @type {import('esbuild').Plugin}
 */
const keepNoHelp = {
  name: 'keep-no-help',
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]yargs[\\/]build[\\/]lib[\\/]command\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const contents = text.replace('yargs.getInternalMethods().getUsageInstance().cacheHelpMessage();', '');
      if (contents === text) throw new Error(`${path} does not render help as before: change or remove keepNoHelp.`);
      return { contents };
    });
  },
};
