import Module from 'node:module';
import { dirname } from 'node:path';
import { build } from 'esbuild';

/**
 * A package as a bundler would ship it: in one file, all its classes and functions renamed to a letter or two.
 *
 * @param {NodeJS.Require} require that of the folder in which the package is installed
 * @param {string} name
 */
export async function requireMinified(require, name) {
  const entry = require.resolve(name);
  const { outputFiles } = await build({
    stdin: { contents: `module.exports = require(${JSON.stringify(entry)})`, resolveDir: dirname(entry) },
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    write: false,
    logLevel: 'error',
  });
  const bundle = new Module(`${entry}.min.cjs`);
  bundle.paths = require.resolve.paths(name) ?? [];
  bundle._compile(outputFiles[0].text, `${entry}.min.cjs`);
  return bundle.exports;
}
