/**
 * Tries inputs on everything that reads something from elsewhere, led by the branches that they reach.
 *
 *   npm run fuzz -- --target reader --runs 100000        until so many inputs were tried
 *   npm run fuzz -- --target all --seconds 600           each target for so long
 *   npm run fuzz -- --target reader --input build/fuzz/reader/fault-1   one input again
 *
 * Options: --seed N (1). Faults are written to build/fuzz/<target>/. Exits with 1 when there is one. An input that never ends is
 * reported when this process has waited for it for a minute.
 */
import { fork } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { loadTargets } from './fuzz/bundle-targets.mjs';

const HANG_MS = 60_000;
const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    target: { type: 'string', default: 'all' },
    runs: { type: 'string' },
    seconds: { type: 'string' },
    seed: { type: 'string', default: '1' },
    input: { type: 'string' },
  },
});
process.chdir(root);
if (process.send === undefined) await watchOver();
else await work();

/** Runs each target in a process of its own, which can be ended. */
async function watchOver() {
  const { targets } = await loadTargets(root);
  const names = targets.map(({ name }) => name);
  const chosen = values.target === 'all' ? names : [values.target];
  if (chosen.some((name) => !names.includes(name))) throw new RangeError(`--target: expected all, ${names.join(', ')}`);
  for (const name of chosen) {
    const argv = process.argv.slice(2).filter((word, at, all) => word !== '--target' && all[at - 1] !== '--target');
    const child = fork(fileURLToPath(import.meta.url), [...argv, '--target', name]);
    let heardMs = performance.now();
    child.on('message', () => {
      heardMs = performance.now();
    });
    const timer = setInterval(() => {
      if (performance.now() - heardMs < HANG_MS) return;
      process.stdout.write(`${name}: no end after ${HANG_MS / 1000} s: build/fuzz/${name}/current\n`);
      child.kill('SIGKILL');
    }, 1000);
    const code = await new Promise((resolve) => child.once('close', resolve));
    clearInterval(timer);
    if (code !== 0) process.exitCode = 1;
  }
}

async function work() {
  // Nobody is there any more to end an input that goes on forever.
  process.on('disconnect', () => process.exit(1));
  const { fuzz, targets, counters, used } = await loadTargets(root);
  const target = targets.find(({ name }) => name === values.target);
  if (target === undefined) throw new RangeError('no such target');
  const folder = join(root, 'build', 'fuzz', target.name);
  mkdirSync(folder, { recursive: true });
  if (values.input !== undefined) {
    await target.run(readFileSync(values.input));
    return process.exit(0);
  }
  // What nothing awaits must not end the run: it belongs to the input that is tried.
  /** @type {string[]} */
  const uncaught = [];
  let current = Buffer.alloc(0);
  for (const event of ['uncaughtException', 'unhandledRejection'])
    process.on(event, (/** @type {unknown} */ error) => {
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (uncaught.length < 20 && !uncaught.includes(what)) {
        writeFileSync(join(folder, `uncaught-${uncaught.length + 1}`), current);
        uncaught.push(what);
      }
    });
  const startMs = performance.now();
  const seconds = values.seconds === undefined ? Number.POSITIVE_INFINITY : Number(values.seconds);
  let toldMs = 0;
  const { tried, kept, reached, faults } = await fuzz(target, {
    runs: values.runs === undefined ? Number.POSITIVE_INFINITY : Number(values.runs),
    seed: Number(values.seed),
    deadlineMs: startMs + seconds * 1000,
    counters,
    onInput: (input) => {
      current = input;
      writeFileSync(join(folder, 'current'), input);
      if (performance.now() - toldMs < 1000) return;
      toldMs = performance.now();
      process.send?.('alive');
    },
  });
  const spent = ((performance.now() - startMs) / 1000).toFixed(0);
  process.stdout.write(
    `${target.name}: ${tried} inputs in ${spent} s, ${kept} kept, ${reached} of ${used} counters reached\n`,
  );
  faults.forEach(({ input, what }, index) => {
    const path = join(folder, `fault-${index + 1}`);
    writeFileSync(path, input);
    process.stdout.write(`  ${path}\n    ${what.split('\n').slice(0, 14).join('\n    ')}\n`);
  });
  for (const what of uncaught)
    process.stdout.write(`  uncaught\n    ${what.split('\n').slice(0, 14).join('\n    ')}\n`);
  process.exit(faults.length + uncaught.length > 0 ? 1 : 0);
}
