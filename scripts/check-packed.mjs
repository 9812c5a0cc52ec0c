/**
 * Installs the packed package where nothing else is installed, and uses it as a user would: the command, the
 * library, the agent, the schemas, and the bundled memlab engine, which must not need memlab or a browser.
 *
 *     node scripts/check-packed.mjs                 on this Node.js, and on those that .cache/node has
 *     node scripts/check-packed.mjs --all-nodes     on the lowest that `engines` admits and the current ones, fetched where missing
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { writeHeapSnapshot } from 'node:v8';

import { DEFAULT_CACHE, LOWEST_NODE, NODE_VERSIONS, provideNodeBinaries } from './node-versions.mjs';

/** What the registry may be asked to keep and every user to fetch. */
const MOST_BYTES = 1_200_000;
const MOST_FILES = 80;
/** Scripts that npm runs on the machine of who installs a package. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'];

const root = fileURLToPath(new URL('..', import.meta.url));
const { version, engines, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const place = mkdtempSync(join(tmpdir(), 'poolscope-packed-'));
const program = join(place, 'node_modules', 'poolscope', 'dist', 'cli', 'main.js');
try {
  if (engines.node !== `>=${LOWEST_NODE}`) throw new Error(`engines says ${engines.node}, LOWEST_NODE ${LOWEST_NODE}`);
  install();
  expectNothingElse();
  const snapshot = join(place, 'tiny.heapsnapshot');
  writeHeapSnapshot(snapshot);
  const nodes = await findNodes();
  for (const node of nodes) await use(node, snapshot);
  const names = nodes.map((node) => run(node, ['--version']).trim()).join(', ');
  process.stdout.write(`packed package: installs alone; command, library, agent and both engines run on ${names}\n`);
} finally {
  rmSync(place, { recursive: true, force: true });
}

/** @returns {Promise<string[]>} executables of Node.js, this one first */
async function findNodes() {
  const versions = [LOWEST_NODE, ...[20, 22, 24, 26].map((major) => NODE_VERSIONS[major])];
  const isAll = process.argv.includes('--all-nodes');
  const wanted = versions.filter((each) => isAll || existsSync(join(DEFAULT_CACHE, each, 'bin', 'node')));
  const { binaries, skipped } = await provideNodeBinaries({ versions: wanted });
  if (isAll && skipped.length > 0)
    throw new Error(skipped.map(({ version, reason }) => `${version}: ${reason}`).join('\n'));
  return [
    process.execPath,
    ...binaries.filter(({ version }) => `v${version}` !== process.version).map(({ path }) => path),
  ];
}

/** @param {string} node @param {string} snapshot */
async function use(node, snapshot) {
  const poolscope = (/** @type {string[]} */ ...args) => run(node, [program, ...args]);
  expectText(poolscope('--version'), `${version}\n`);
  expectText(poolscope('--help'), 'poolscope attach');
  for (const engine of ['native', 'memlab']) {
    const report = JSON.parse(
      poolscope('analyze', snapshot, '--engine', engine, '--format', 'json', '--fail-on', 'never'),
    );
    if (report.series.snapshots[0].nodeCount < 1000) throw new Error(`engine ${engine} read an empty graph`);
  }
  poolscope('schema');
  poolscope('profiles', 'check', profileInYaml());
  useLibrary(node, snapshot);
  await attachToAgent(node);
}

/** @param {string} node @param {string} snapshot */
function useLibrary(node, snapshot) {
  const schemas = Object.keys(exports).filter((name) => name.endsWith('.schema.json'));
  const code = `
    import { analyzeSnapshots, openSnapshotFile, reportSchema, renderReport, ToolError } from 'poolscope';
    for (const name of ${JSON.stringify(schemas)}) {
      const { default: schema } = await import('poolscope' + name.slice(1), { with: { type: 'json' } });
      if (schema.title === undefined) throw new Error(name + ' has no title');
    }
    const path = ${JSON.stringify(snapshot)};
    for (const engine of ['native', 'memlab']) {
      const report = await analyzeSnapshots([{ name: path, path, open: () => openSnapshotFile(path) }], { engine });
      reportSchema.parse(report);
      const text = await renderReport(report, 'text', { width: 80, color: false });
      if (!text.includes(report.headline.slice(0, 20))) throw new Error(report.headline + text);
      const page = await renderReport(report, 'html', {});
      if (!page.includes('</html>')) throw new Error('no page: ' + page.slice(0, 100));
    }
    const { expectNoPoolLeak } = await import('poolscope/testing');
    const pool = { retired: [] };
    class Conn { closed = true; }
    const leaks = await expectNoPoolLeak(() => pool.retired.push(new Conn()), { rounds: 2 }).then(() => false, ({ message }) => message);
    if (!/retired/.test(leaks)) throw new Error('no leak found: ' + leaks);
    const missing = await analyzeSnapshots([{ name: 'no', path: null, open: () => openSnapshotFile('no') }]).catch((error) => error);
    if (!(missing instanceof ToolError)) throw missing;`;
  run(node, ['--input-type=module', '--eval', code]);
}

/** A pool of a CommonJS module, of which the agent sees the checkouts, and `attach` the record. @param {string} node */
async function attachToAgent(node) {
  const service = spawn(node, ['--inspect=127.0.0.1:0', '--import', 'poolscope/agent', 'service.cjs'], {
    cwd: place,
    env: { ...process.env, POOLSCOPE_TRACE: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    const address = await addressOf(service);
    const args = ['attach', address, '--trace-leases', '--rounds', '0', '--format', 'json', '--fail-on', 'never'];
    const folder = join(place, `series-${process.hrtime.bigint()}`);
    const { stdout, status, stderr } = spawnSync(node, [program, ...args, '--dir', folder], {
      cwd: place,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    if (status !== 0) throw new Error(`exit ${status} of ${args.join(' ')}\n${stderr}`);
    const { pools } = JSON.parse(stdout);
    if (!JSON.stringify(pools).includes('service.cjs'))
      throw new Error(`no checkout recorded: ${JSON.stringify(pools)}`);
  } finally {
    service.kill('SIGKILL');
    await once(service, 'close');
  }
}

/** @param {import('node:child_process').ChildProcess} service @returns {Promise<string>} of its inspector, once it has taken its clients */
async function addressOf(service) {
  let text = '';
  for await (const part of service.stderr.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    text += part;
    const [, address] = /(ws:\/\/\S+).*^ready$/ms.exec(text) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error(`the service ended: ${text}`);
}

/** Read by a package that is inside the command, in a file of its own. */
function profileInYaml() {
  const file = join(place, 'mine.yaml');
  writeFileSync(file, 'name: mine\nconnections: [Conn]\n');
  return file;
}

function install() {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const [packed] = JSON.parse(
    execFileSync(npm, ['pack', '--json', '--pack-destination', place], { cwd: root, encoding: 'utf8' }),
  );
  const tarball = join(place, packed.filename);
  if (statSync(tarball).size > MOST_BYTES)
    throw new Error(`${packed.filename} has ${packed.size} bytes, over ${MOST_BYTES}`);
  if (packed.entryCount > MOST_FILES) throw new Error(`${packed.entryCount} files, over ${MOST_FILES}`);
  cpSync(join(root, 'scripts', 'packed-service'), place, { recursive: true });
  writeFileSync(join(place, 'package.json'), '{"private":true,"type":"module"}\n');
  const options = ['--omit=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--silent'];
  execFileSync(npm, ['install', tarball, ...options], { cwd: place });
  process.stdout.write(`${packed.filename}: ${Math.round(packed.size / 1000)} kB, ${packed.entryCount} files\n`);
}

function expectNothingElse() {
  const modules = join(place, 'node_modules');
  for (const name of ['@memlab', 'puppeteer', 'puppeteer-core', 'esbuild']) {
    if (existsSync(join(modules, name))) throw new Error(`${name} was installed along with poolscope`);
  }
  for (const name of readdirSync(modules, { recursive: true }).filter((path) => /(^|[\\/])package\.json$/.test(path))) {
    const { scripts = {} } = JSON.parse(readFileSync(join(modules, name), 'utf8'));
    const run = INSTALL_SCRIPTS.find((script) => script in scripts);
    if (run !== undefined) throw new Error(`${name} has the script ${run}, which runs when it is installed`);
  }
}

/** @param {string} text @param {string} part */
function expectText(text, part) {
  if (!text.includes(part)) throw new Error(`expected ${part}, got ${text}`);
}

/** @param {string} command @param {readonly string[]} args @returns {string} what it wrote to stdout */
function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: place, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`exit ${status} of ${args.join(' ')}\n${stderr}`);
  return stdout;
}
