/**
 * Installs the packed package where nothing else is installed, and uses it as a user would: the command, the
 * library, the schema, and the bundled memlab engine, which must not need memlab or a browser.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { writeHeapSnapshot } from 'node:v8';

const root = fileURLToPath(new URL('..', import.meta.url));
const place = mkdtempSync(join(tmpdir(), 'poolscope-packed-'));
try {
  install();
  expectNothingElse();
  const snapshot = join(place, 'tiny.heapsnapshot');
  writeHeapSnapshot(snapshot);
  for (const engine of ['native', 'memlab']) {
    const report = JSON.parse(
      poolscope(['analyze', snapshot, '--engine', engine, '--format', 'json', '--fail-on', 'never']),
    );
    if (report.series.snapshots[0].nodeCount < 1000) throw new Error(`engine ${engine} read an empty graph`);
  }
  poolscope(['--version']);
  poolscope(['schema']);
  poolscope(['profiles', 'check', profileInYaml()]);
  run(process.execPath, [
    '--input-type=module',
    '--eval',
    `import { analyzeSnapshots } from 'poolscope';
     import schema from 'poolscope/report.schema.json' with { type: 'json' };
     if (typeof analyzeSnapshots !== 'function' || schema.title === undefined) process.exit(1);`,
  ]);
  process.stdout.write('packed package: installs alone, runs both engines\n');
} finally {
  rmSync(place, { recursive: true, force: true });
}

/** Read by a package that is inside the command, in a file of its own. */
function profileInYaml() {
  const file = join(place, 'mine.yaml');
  writeFileSync(file, 'name: mine\nconnections: [Conn]\n');
  return file;
}

function install() {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, ['pack', '--silent', '--pack-destination', place], { cwd: root });
  const tarball = readdirSync(place).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm pack wrote no tarball');
  writeFileSync(join(place, 'package.json'), '{"private":true,"type":"module"}\n');
  const options = ['--omit=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--silent'];
  execFileSync(npm, ['install', join(place, tarball), ...options], { cwd: place });
}

function expectNothingElse() {
  for (const name of ['@memlab', 'puppeteer', 'puppeteer-core', 'esbuild']) {
    if (existsSync(join(place, 'node_modules', name))) throw new Error(`${name} was installed along with poolscope`);
  }
}

/** @param {readonly string[]} args @returns {string} what it wrote to stdout */
function poolscope(args) {
  return run(process.execPath, [join(place, 'node_modules', 'poolscope', 'dist', 'cli', 'main.js'), ...args]);
}

/** @param {string} command @param {readonly string[]} args @returns {string} */
function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: place, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`exit ${status} of ${args.join(' ')}\n${stderr}`);
  return stdout;
}
