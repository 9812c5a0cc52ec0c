/**
 * The command line as one file: loading its some two hundred modules one by one takes longer than reading a small
 * snapshot. Packages stay outside, but for zod, whose single entry loads nearly a hundred modules of its own.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'esbuild';

/** The engine that few ask for stays a file of its own, loaded when asked for. */
const MEMLAB_BRIDGE = /memlab-bridge\.js$/;

/**
 * Bundles the compiled command line in place. The library's modules in `dist` stay as they are.
 *
 * @param {string} root the repository
 * @param {string} file the compiled entry in `dist/cli`; overwritten
 * @returns {Promise<string[]>} folders of the packages in it
 */
export async function bundleCli(root, file) {
  await build({
    absWorkingDir: root,
    entryPoints: [file],
    outfile: file,
    allowOverwrite: true,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    external: ['yargs', 'chalk', 'cli-table3', '@jridgewell/trace-mapping'],
    plugins: [leaveOutMemlab],
    logLevel: 'warning',
  });
  rmSync(`${file}.map`, { force: true });
  return [join(root, 'node_modules', 'zod')];
}

/** @type {import('esbuild').Plugin} */
const leaveOutMemlab = {
  name: 'leave-out-memlab',
  setup(bundle) {
    bundle.onResolve({ filter: MEMLAB_BRIDGE }, () => ({ path: '../snapshot/memlab-bridge.js', external: true }));
  },
};
