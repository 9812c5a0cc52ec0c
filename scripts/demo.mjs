#!/usr/bin/env node
/**
 * `npm run demo`: a process leaks, is attached to while it works, and diagnosed; then the same process with the fault
 * fixed. Needs no server. Everything it makes goes into `build/demo`.
 *
 * Exit code: 0 when the leak was found (1) and its fixed twin was not accused (0), otherwise 1.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Relative to ROOT, which is where everything is started: so are the names in the reports. */
const CLI = join('dist', 'cli', 'main.js');
const SAMPLE = join('build', 'samples', 'vttablet', 'main.js');
const LOAD = join('build', 'samples', 'vttablet', 'work.js');
const OUT = join('build', 'demo');
const SCENARIO = 'stale-link';

/** What each of the two runs must exit with. */
const RUNS = [
  { title: 'A pool that forgets to clear a link', flags: [], folder: 'leaking', json: 'report.json', expected: 1 },
  { title: 'The same, fixed', flags: ['--fixed'], folder: 'fixed', json: 'report-fixed.json', expected: 0 },
];

// `npm run demo | head` ends the output, not the demo.
process.stdout.on('error', () => undefined);

await buildWhatIsStale();
rmSync(join(ROOT, OUT), { recursive: true, force: true });
mkdirSync(join(ROOT, OUT), { recursive: true });
const results = [];
for (const run of RUNS) results.push(await demonstrate(run));
summarize(results);
process.exitCode = results.every(({ expected, actual }) => actual === expected) ? 0 : 1;

/** Starts the sample, attaches to it while it works, and writes the same report as JSON. */
async function demonstrate({ title, flags, folder, json, expected }) {
  const series = join(OUT, folder);
  say(`\n── ${title} ${'─'.repeat(Math.max(0, 74 - title.length))}\n`);
  const sample = await startSample(['--scenario', SCENARIO, ...flags, '--serve', '--control', '0', '--warm-up', '0']);
  let actual;
  try {
    const args = ['attach', `${sample.pid}`, '--between', `node ${LOAD} ${sample.port}`, '--dir', series];
    say(`$ poolscope ${args.map(quote).join(' ')}\n`);
    actual = await node([CLI, ...args], 'inherit');
  } finally {
    await sample.stop();
  }
  const report = join(OUT, json);
  // The same question again, for a program: the exit code must be the same.
  const again = await node([CLI, 'analyze', `${series}/`, '--format', 'json', '-o', report], 'inherit');
  if (again !== actual) fail(`analyzed again it ended with exit code ${again}, attached with ${actual}`);
  say(`\nexit code ${actual}; as JSON: ${report}`);
  return { title, expected, actual };
}

/** Starts the sample, and waits until it can be worked. */
async function startSample(flags) {
  const args = [SAMPLE, ...flags];
  say(`$ node ${args.join(' ')} &`);
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] });
  const closed = once(child, 'close');
  let text = '';
  for await (const chunk of child.stdout) {
    text += chunk;
    const [, pid, port] = /^pid (\d+)\ncontrol http:.*:(\d+)\/$/m.exec(text) ?? [];
    if (port === undefined) continue;
    say(`pid ${pid}\n`);
    const stop = async () => {
      child.kill('SIGTERM');
      await closed;
    };
    return { pid, port, stop };
  }
  return fail(`the sample ended before it could be worked: ${text}`);
}

function quote(arg) {
  return /\s/.test(arg) ? `'${arg}'` : arg;
}

function summarize(all) {
  const width = Math.max(...all.map(({ title }) => title.length));
  say(`\n${'─'.repeat(78)}`);
  for (const { title, expected, actual } of all) {
    const verdict = actual === expected ? 'as expected' : `expected ${expected}`;
    say(`${title.padEnd(width)}  exit code ${actual}  ${verdict}`);
  }
}

/** The command line and the sample, when they are missing or older than their sources. */
async function buildWhatIsStale() {
  if (newest('src') > newest(CLI)) {
    say('Building poolscope …');
    await mustSucceed([join('scripts', 'build.mjs')]);
  }
  if (newest('samples') > newest(SAMPLE)) {
    say('Building the sample …');
    const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
    await mustSucceed([tsc, '-p', 'tsconfig.samples.json']);
  }
}

/** When a file, or anything in a folder, was last changed; 0 when there is no such thing. */
function newest(path) {
  const stats = statSync(join(ROOT, path), { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(...readdirSync(join(ROOT, path)).map((name) => newest(join(path, name))));
}

async function mustSucceed(args) {
  const status = await node(args, 'pipe');
  if (status !== 0) fail(`node ${args.join(' ')} ended with exit code ${status}`);
}

/**
 * Runs Node.js and returns its exit code.
 *
 * @param {readonly string[]} args
 * @param {'inherit' | 'pipe'} stdout `inherit` gives it the terminal itself, for its colors; with `pipe` it is told
 *   nothing of a reader that goes away
 */
async function node(args, stdout) {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', stdout, 'inherit'] });
  child.stdout?.on('data', (chunk) => process.stdout.write(chunk));
  const [code, signal] = await once(child, 'close');
  if (signal !== null) fail(`interrupted by ${signal}`);
  return code;
}

function say(line) {
  process.stdout.write(`${line}\n`);
}

function fail(message) {
  process.stderr.write(`demo: ${message}\n`);
  process.exit(1);
}
