import { readFileSync } from 'node:fs';
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';

import type { CliDependencies } from './dependencies.js';
import { ExitCode } from './exit-code.js';
import type { CliIo } from './io.js';
import { onInterruptOfStarter } from '../large-pages.js';
import { run } from '../run.js';
import { findUsableMemory } from './usable-memory.js';

tuneEngine();

const interrupt = new AbortController();
// Once: a second Ctrl-C ends the process the usual way.
process.once('SIGINT', () => interrupt.abort());
onInterruptOfStarter(() => interrupt.abort());
// Whoever is attached to a process has something to put in order first.
if (process.argv[2] === 'attach') for (const name of ['SIGTERM', 'SIGHUP']) process.once(name, () => interrupt.abort());

const dependencies: CliDependencies = {
  // Loaded when needed: --help and usage errors answer at once.
  analyze: async (inputs, options) => {
    const { analyzeSnapshots } = await import('../../analyze.js');
    return analyzeSnapshots(inputs, { availableMemoryBytes: findUsableMemory(), ...options });
  },
  version: readVersion(),
};

const { argv, env, stdout, stderr } = process;
const io: CliIo = {
  argv: argv.slice(2),
  env,
  get stdin() {
    return process.stdin;
  },
  stdout,
  stderr,
  signal: interrupt.signal,
};
// Should all end before the answer is there, that is a failure.
process.exitCode = ExitCode.failure;
// All that was written has been taken by then, see `writeText`, and the files are closed: what is left is memory, which the
// system takes back faster than it can be put in order.
void run(io, dependencies).then((code) => process.exit(code));

/**
 * An analysis is a few dozen long loops over arrays outside V8's heap, each of them run once. V8 is made for programs
 * that run on: without this a fifth of the time of a small analysis goes into compiling what is over before it pays.
 */
function tuneEngine(): void {
  // A young generation that grows to tens of megabytes only adds to the peak.
  setFlagsFromString('--semi-space-growth-factor=1');
  // A loop that waits for another thread to compile it runs at a tenth of its speed meanwhile.
  setFlagsFromString('--no-concurrent-osr');
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=300');
  if (process.versions.v8.startsWith('11.')) tuneOldEngine();
}

/** Measured on Node 20 alone: later engines count what has run in another way, and print an error for a flag that they do not have. */
function tuneOldEngine(): void {
  // Six times as much has to have run before a function is worth compiling.
  setFlagsFromString('--interrupt-budget=400000');
  // A young generation of one megabyte is collected before another thread has woken up.
  setFlagsFromString('--no-parallel-scavenge');
  setFlagsFromString('--no-concurrent-marking');
}

/** The same two levels up from `src/cli` and from `dist/cli`. */
function readVersion(): string {
  const json: unknown = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  if (typeof json === 'object' && json !== null && 'version' in json && typeof json.version === 'string')
    return json.version;
  throw new Error('package.json has no version');
}
