/**
 * Tries inputs on everything that reads something from elsewhere, led by the branches that they reach.
 *
 *   npm run fuzz -- --target reader --runs 100000        until so many inputs were tried
 *   npm run fuzz -- --target all --seconds 600           each target for so long; also some of them: report,sidecar
 *   npm run fuzz -- --target reader --input build/fuzz/reader/fault-1   one input again
 *   npm run fuzz -- --target series --from FOLDER        also the snapshots of that folder, changed, as the last of its series
 *
 * Options: --seed N (1). Faults are written to build/fuzz/<target>/. Exits with 1 when there is one. An input that never ends is
 * reported after a minute of processor time, and written to `hang`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

import { bundleTargets, loadTargets } from './fuzz/bundle-targets.mjs';

/** @typedef {import('./fuzz/bundle-targets.mjs').Bundle} Bundle */

const HANG_MS = 60_000;
const MOST_INPUT_BYTES = 2 ** 24;
const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    target: { type: 'string', default: 'all' },
    runs: { type: 'string' },
    seconds: { type: 'string' },
    seed: { type: 'string', default: '1' },
    input: { type: 'string' },
    from: { type: 'string' },
  },
});

if (isMainThread) {
  process.chdir(root);
  await watchOver();
} else await work(workerData);

/** Runs each target in a thread of its own, which can be ended. The input that is tried lies in memory of both. */
async function watchOver() {
  const bundle = await bundleTargets(root);
  const names = (await loadTargets(bundle)).targets.map(({ name }) => name);
  const chosen = values.target === 'all' ? names : values.target.split(',');
  if (chosen.some((name) => !names.includes(name))) throw new RangeError(`--target: expected all, ${names.join(', ')}`);
  for (const name of chosen) if (!(await runTarget(name, bundle))) process.exitCode = 1;
}

/** @param {string} name @param {Bundle} bundle @returns {Promise<boolean>} whether there was no fault */
async function runTarget(name, bundle) {
  const shared = new SharedArrayBuffer(MOST_INPUT_BYTES + 8);
  const [head, input] = [new Int32Array(shared, 0, 2), Buffer.from(shared, 8)];
  const saveInput = (/** @type {string} */ as) => {
    const path = join(root, 'build', 'fuzz', name, as);
    writeFileSync(path, input.subarray(0, Atomics.load(head, 1)));
    return path;
  };
  const worker = new Worker(new URL(import.meta.url), {
    argv: process.argv.slice(2),
    workerData: { name, shared, bundle },
  });
  let tried = -1;
  let startMs = 0;
  // Processor time: on a machine that does other work, an input may wait for long.
  const cpuMs = () => Object.values(process.cpuUsage()).reduce((sum, each) => sum + each) / 1000;
  const timer = setInterval(() => {
    const now = Atomics.load(head, 0);
    if (now !== tried) [tried, startMs] = [now, cpuMs()];
    if (cpuMs() - startMs < HANG_MS) return;
    process.stdout.write(`${name}: no end after ${HANG_MS / 1000} s: ${saveInput('hang')}\n`);
    void worker.terminate();
  }, 1000);
  let isClean = false;
  worker.on('message', (each) => {
    isClean = each.isClean;
    process.stdout.write(each.text);
  });
  // Out of memory, or a fault of the fuzzer itself.
  worker.on('error', (error) => process.stdout.write(`${name}: ${error.stack}: ${saveInput('error')}\n`));
  await new Promise((resolve) => worker.once('exit', resolve));
  clearInterval(timer);
  return isClean;
}

/** @param {{ name: string, shared: SharedArrayBuffer, bundle: Bundle }} task */
async function work({ name, shared, bundle }) {
  const { fuzz, targets, counters } = await loadTargets(bundle);
  const target = targets.find((each) => each.name === name);
  if (target === undefined) throw new RangeError('no such target');
  const folder = join(root, 'build', 'fuzz', name);
  mkdirSync(folder, { recursive: true });
  if (values.input !== undefined) {
    const input = readFileSync(values.input);
    await target.run(input);
    await target.runWhole?.(input);
    parentPort?.postMessage({ isClean: true, text: `${name}: no fault\n` });
    return;
  }
  if (values.from !== undefined) target.seedFolder?.(values.from);
  // What nothing awaits must not end the run: it belongs to the input that is tried.
  /** @type {string[]} */
  const uncaught = [];
  const [head, current] = [new Int32Array(shared, 0, 2), Buffer.from(shared, 8)];
  for (const event of ['uncaughtException', 'unhandledRejection'])
    process.on(event, (/** @type {unknown} */ error) => {
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (uncaught.length < 20 && !uncaught.includes(what)) {
        writeFileSync(join(folder, `uncaught-${uncaught.length + 1}`), current.subarray(0, head[1]));
        uncaught.push(what);
      }
    });
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  const seconds = values.seconds === undefined ? Number.POSITIVE_INFINITY : Number(values.seconds);
  const ownCounters = Object.entries(bundle.files)
    .filter(([path]) => target.about.some((beginning) => path.startsWith(beginning)))
    .map(([, range]) => range);
  const own = ownCounters.reduce((sum, [first, end]) => sum + end - first, 0);
  const result = await fuzz(target, {
    runs: values.runs === undefined ? Number.POSITIVE_INFINITY : Number(values.runs),
    seed: Number(values.seed),
    deadlineMs: startMs + seconds * 1000,
    counters,
    ownCounters,
    onInput: (input, tried) => {
      Atomics.store(head, 1, input.copy(current));
      Atomics.store(head, 0, tried + 1);
    },
  }).catch((error) => {
    uncaught.push(`the fuzzer failed: ${error.stack}`);
    return { tried: 0, whole: 0, kept: 0, reached: 0, reachedOwn: 0, faults: [] };
  });
  const { tried, whole, kept, reached, reachedOwn, faults } = result;
  const { user, system } = process.cpuUsage(startCpu);
  const spent = `${((performance.now() - startMs) / 1000).toFixed(0)} s, ${((user + system) / 1e6).toFixed(0)} s of processor time`;
  const through = whole > 0 ? ` (${whole} through the command line as well)` : '';
  const lines = [
    `${name}: ${tried} inputs in ${spent}${through}, ${kept} kept, ${reachedOwn} of ${own} branches of its files reached, ${reached} of all ${bundle.used}`,
  ];
  faults.forEach(({ input, what }, index) => {
    const path = join(folder, `fault-${index + 1}`);
    writeFileSync(path, input);
    lines.push(`  ${path}`, ...what.split('\n', 14).map((line) => `    ${line}`));
  });
  for (const what of uncaught) lines.push('  uncaught', ...what.split('\n', 14).map((line) => `    ${line}`));
  parentPort?.postMessage({ isClean: faults.length + uncaught.length === 0, text: `${lines.join('\n')}\n` });
  process.exit(0);
}
