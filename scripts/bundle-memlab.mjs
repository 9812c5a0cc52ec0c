/**
 * `@memlab/core` depends on Puppeteer, whose install script downloads a browser. poolscope needs only its heap
 * parser, so the parser is bundled and the browser is left out: who installs poolscope installs neither.
 */
import { build } from 'esbuild';

import { packageDirsOf } from './package-dirs.mjs';

/** Packages replaced by an empty module: they drive browsers, and nothing that reads a heap calls them. */
const BROWSER_PACKAGES = /^(puppeteer|puppeteer-core|xvfb)(\/|$)/;

/**
 * Bundles the compiled bridge, which imports none of poolscope's own modules.
 *
 * @param {string} root the repository
 * @param {string} bridge the compiled module
 * @param {string} file the bundle
 * @returns {Promise<string[]>} folders of all packages in it
 */
export async function bundleMemlab(root, bridge, file) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [bridge],
    outfile: file,
    minify: true,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    legalComments: 'eof',
    metafile: true,
    logLevel: 'warning',
    // CommonJS inside an ES module: Node's own modules are still fetched by `require`.
    banner: { js: BANNER },
    plugins: [leaveOutBrowsers],
  });
  return packageDirsOf(root, metafile);
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
