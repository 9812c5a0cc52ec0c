/**
 * `@memlab/core` depends on Puppeteer, whose install script downloads a browser. poolscope needs only its heap
 * parser, so the parser is bundled and the browser is left out: who installs poolscope installs neither.
 */
import { existsSync, rmSync, statSync } from 'node:fs';
import { dirname, sep } from 'node:path';

import { build } from 'esbuild';

import { packageDirsOf } from './package-dirs.mjs';

/** Packages replaced by an empty module: they drive browsers, and nothing that reads a heap calls them. */
const BROWSER_PACKAGES = /^(puppeteer|puppeteer-core|xvfb)(\/|$)/;

/**
 * Bundles the compiled bridge in place.
 *
 * @param {string} root the repository
 * @param {string} file the compiled bridge in `dist`; overwritten
 * @returns {Promise<{bytes: number, packageDirs: string[]}>} size of the result, and folders of all packages in it
 */
export async function bundleMemlab(root, file) {
  if (!existsSync(file)) throw new Error(`${file} is missing: src/snapshot/memlab-bridge.ts must exist`);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [file],
    outfile: file,
    allowOverwrite: true,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    legalComments: 'inline',
    metafile: true,
    logLevel: 'warning',
    // CommonJS inside an ES module: Node's own modules are still fetched by `require`.
    banner: { js: BANNER },
    plugins: [leaveOutBrowsers, keepOwnModules(dirname(dirname(file)))],
  });
  // The map of the unbundled file describes nothing any more.
  rmSync(`${file}.map`, { force: true });
  return { bytes: statSync(file).size, packageDirs: packageDirsOf(root, metafile) };
}

const BANNER = `import { createRequire as __createRequire } from 'node:module';
import { dirname as __dirnameOf } from 'node:path';
import { fileURLToPath as __fileURLToPath } from 'node:url';
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __dirnameOf(__filename);`;

/** @type {import('esbuild').Plugin} */
const leaveOutBrowsers = {
  name: 'leave-out-browsers',
  setup(bundle) {
    bundle.onResolve({ filter: BROWSER_PACKAGES }, ({ path }) => ({ path, namespace: 'left-out' }));
    bundle.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};', loader: 'js' }));
  },
};

/**
 * poolscope's own modules stay imports: a second copy of `ToolError` would fail every `instanceof`.
 *
 * @param {string} dist
 * @returns {import('esbuild').Plugin}
 */
const keepOwnModules = (dist) => ({
  name: 'keep-own-modules',
  setup(bundle) {
    bundle.onResolve({ filter: /^\.\.?\// }, ({ path, importer }) =>
      importer.startsWith(dist + sep) ? { path, external: true } : undefined,
    );
  },
});
