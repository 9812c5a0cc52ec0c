/**
 * Starts services that are well, and the same with a fault each (test/services), loads them, attaches to them as people do, and prints
 * what is said: a leak in a service that is well is a false alarm. They need PostgreSQL, Redis and RabbitMQ on this machine.
 *
 *     npm run services [-- --only chat,rpc] [--ways steady,between] [--state well,faulty] [--out DIR]
 *
 * `steady` attaches under a steady load, `between` has one round of load run between two snapshots. Takes some 20 s each. The snapshots and
 * reports are kept where there is an --out.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { PACKAGES, SERVICES } from '../test/services/catalog.mjs';
import { importTypeScript } from './import-typescript.mjs';

const START_MS = 30_000;
const WARM_UP_MS = 15_000;

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    ways: { type: 'string', default: 'steady,between' },
    state: { type: 'string', default: 'well,faulty' },
    out: { type: 'string' },
  },
});
const { providePackages } = await importTypeScript(root, 'test/profiles/packages.ts', 'services/packages');
const packages = await providePackages(join(root, '.cache/libraries'), PACKAGES);
const scratch = values.out === undefined ? await mkdtemp(join(tmpdir(), 'poolscope-services-')) : resolve(values.out);
await mkdir(scratch, { recursive: true });
const print = (text) => process.stdout.write(`${text}\n`);
const totals = { healthy: 0, alarms: 0, suspects: 0, faulty: 0, found: 0, lines: 0 };

try {
  for (const service of SERVICES.filter(({ name }) => values.only.split(',').some((part) => name.includes(part))))
    for (const state of values.state.split(','))
      for (const way of values.ways.split(',')) await tryOne(service, state === 'faulty', way);
} finally {
  if (values.out === undefined) await rm(scratch, { recursive: true, force: true });
}
print(
  `\nwell: ${totals.healthy} runs, ${totals.alarms} called a leak, ${totals.suspects} a suspect · faulty: ${totals.faulty} runs, ` +
    `${totals.found} found, ${totals.lines} with the right line`,
);
process.exitCode = totals.alarms > 0 || totals.found < totals.faulty ? 1 : 0;

/** @param {import('../test/services/catalog.mjs').Service} service */
async function tryOne(service, isFaulty, way) {
  const folder = join(scratch, `${service.name}-${isFaulty ? 'faulty' : 'well'}-${way}`);
  await rm(folder, { recursive: true, force: true });
  const text = await writeProgram(service, isFaulty, folder);
  const app = spawn(process.execPath, ['--inspect-port=0', 'app.cjs'], {
    cwd: folder,
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const load = [process.execPath, join(root, 'test/services/load.mjs'), service.name];
  process.env['SERVICE_PACKAGES'] = packages;
  let running = null;
  try {
    const port = await portOf(app);
    if (way === 'steady') {
      running = spawn(load[0], [...load.slice(1), port, 'forever'], { stdio: 'ignore' });
      await sleep(WARM_UP_MS);
    }
    const pace = way === 'steady' ? ['--interval', '5s'] : ['--between', [...load, port].map(quoted).join(' ')];
    tell(service, isFaulty, way, text, await attach(app.pid, folder, pace));
  } catch (error) {
    print(`${service.name} ${isFaulty ? 'faulty' : 'well'} ${way}: ${error.message}`);
    process.exitCode = 1;
  } finally {
    running?.kill();
    app.kill('SIGKILL');
  }
}

/** Writes the program of a service to a folder of its own. @returns {Promise<string>} its text */
async function writeProgram({ name, fault: [from, to] }, isFaulty, folder) {
  const healthy = await readFile(join(root, `test/services/apps/${name}.cjs`), 'utf8');
  if (healthy.split(from).length !== 2) throw new Error(`${name}: its fault is not in its text once`);
  const text = isFaulty ? healthy.replace(from, () => to) : healthy;
  await mkdir(folder);
  await writeFile(join(folder, 'app.cjs'), text);
  await symlink(join(packages, 'node_modules'), join(folder, 'node_modules'));
  return text;
}

function portOf(app) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('it did not start')), START_MS);
    app.stdout.on('data', (data) => {
      const port = /ready (\d+)/.exec(String(data))?.[1];
      if (port === undefined) return;
      clearTimeout(late);
      resolve(port);
    });
    app.once('exit', (code) => reject(new Error(`it ended with code ${code}`)));
  });
}

async function attach(pid, folder, pace) {
  const report = join(folder, 'report.json');
  const args = ['attach', `${pid}`, '--dir', join(folder, 'series'), '--format', 'json', '-o', report, ...pace];
  const run = spawn(process.execPath, [join(root, 'dist/cli/main.js'), ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  run.stderr.on('data', (data) => {
    said += data;
  });
  const code = await new Promise((resolve) => run.once('exit', resolve));
  if (code === 2) throw new Error(said.trim().split('\n').slice(-2).join(' '));
  return JSON.parse(await readFile(report, 'utf8'));
}

function tell({ name, place, line }, isFaulty, way, text, { findings }) {
  const leaks = findings.filter(({ verdict }) => verdict === 'leak');
  const suspects = findings.filter(({ verdict }) => verdict === 'suspect');
  const worst = suspects.length > 0 ? 'a suspect' : 'quiet';
  let verdict = leaks.length > 0 ? 'FALSE ALARM' : worst;
  if (isFaulty) {
    const found = leaks.find(({ headline, brokenEdge }) => place.test(`${headline} ${brokenEdge?.label}`));
    const wanted = text.slice(0, text.indexOf(line)).split('\n').length;
    const named = [found?.code?.missing, ...(found?.code?.added ?? [])].some((site) => site?.line === wanted);
    totals.faulty += 1;
    totals.found += found === undefined ? 0 : 1;
    totals.lines += named ? 1 : 0;
    verdict = found === undefined ? 'MISSED' : `found${named ? `, with line ${wanted}` : ''}`;
  } else {
    totals.healthy += 1;
    totals.alarms += leaks.length > 0 ? 1 : 0;
    totals.suspects += leaks.length === 0 && suspects.length > 0 ? 1 : 0;
  }
  print(`${name} ${isFaulty ? 'faulty' : 'well'} ${way}: ${verdict}`);
  for (const { verdict: gravity, headline } of [...leaks, ...suspects].slice(0, 3)) print(`    ${gravity} ${headline}`);
}

function quoted(text) {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
