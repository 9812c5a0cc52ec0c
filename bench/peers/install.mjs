import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const LOCKED = ['package.json', 'package-lock.json', '.npmrc'];
const INSTALL_LIMIT_MS = 10 * 60_000;
const inPeers = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Where the peers are, or will be, for the versions that are locked now. */
export function peersFolder(cacheDir) {
  const digest = createHash('sha256')
    .update(readFileSync(inPeers('package-lock.json')))
    .digest('hex')
    .slice(0, 12);
  return join(cacheDir, `peers-${digest}`);
}

/** Whether the installation was completed. */
export function arePeersInstalled(folder) {
  return existsSync(join(folder, 'complete'));
}

/**
 * Installs the peers in the versions of package-lock.json, without their install scripts: one of them would download a
 * browser. DevTools comes as TypeScript and is bundled.
 *
 * @param {string} folder
 * @returns {Promise<string | null>} what went wrong, such as no network, or null
 */
export async function installPeers(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of LOCKED) copyFileSync(inPeers(name), join(folder, name));
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status, stderr, error } = spawnSync(npm, ['ci', '--ignore-scripts'], {
    cwd: folder,
    encoding: 'utf8',
    timeout: INSTALL_LIMIT_MS,
    shell: process.platform === 'win32',
    env: { ...process.env, PUPPETEER_SKIP_DOWNLOAD: '1' },
  });
  if (status !== 0) return (error?.message ?? stderr).trim().split('\n').slice(-5).join('\n');
  try {
    await bundleDevtools(folder);
  } catch (cause) {
    return `DevTools cannot be bundled: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
  writeFileSync(join(folder, 'complete'), '');
  return null;
}

function bundleDevtools(folder) {
  const worker = './node_modules/chrome-devtools-frontend/front_end/entrypoints/heap_snapshot_worker';
  return build({
    stdin: {
      contents: `export { HeapSnapshot, HeapSnapshotLoader } from '${worker}/heap_snapshot_worker.ts';`,
      resolveDir: folder,
    },
    outfile: join(folder, 'devtools-worker.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'silent',
    plugins: [withoutTranslations],
  });
}

/** The list of languages is made by DevTools' own build and is not in the package. */
const withoutTranslations = {
  name: 'without-translations',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/locales\.js$/ }, () => ({ path: 'locales', namespace: 'without-translations' }));
    onLoad({ filter: /.*/, namespace: 'without-translations' }, () => ({
      contents: `export const LOCALES = ['en-US'], BUNDLED_LOCALES = ['en-US'], DEFAULT_LOCALE = 'en-US';
        export const REMOTE_FETCH_PATTERN = '', LOCAL_FETCH_PATTERN = '';`,
    }));
  },
};
