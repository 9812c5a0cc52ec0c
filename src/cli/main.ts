#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import process from 'node:process';

import type { CliDependencies } from './process/dependencies.js';
import { ExitCode } from './process/exit-code.js';
import type { CliIo } from './process/io.js';
import { tuneEngine } from './process/tune-engine.js';
import { findUsableMemory } from './process/usable-memory.js';
import { run } from './run.js';

tuneEngine();

const interrupt = new AbortController();
// Once: a second Ctrl-C ends the process the usual way.
process.once('SIGINT', () => interrupt.abort());
// Whoever is attached to a process has something to put in order first.
if (process.argv[2] === 'attach') for (const name of ['SIGTERM', 'SIGHUP']) process.once(name, () => interrupt.abort());

const dependencies: CliDependencies = {
  // Loaded when needed: --help and usage errors answer at once.
  analyze: async (inputs, options) => {
    const { analyzeSnapshots } = await import('../analyze.js');
    return analyzeSnapshots(inputs, { availableMemoryBytes: findUsableMemory(), ...options });
  },
  runApart: async (argv, signal) => {
    const { runApart } = await import('./process/run-apart.js');
    return runApart(argv, signal);
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
  folder: folderOfProcess(),
};
// Should all end before the answer is there, that is a failure.
process.exitCode = ExitCode.failure;
// All that was written has been taken by then, see `writeText`, and the files are closed: what is left is memory, which the
// system takes back faster than it can be put in order.
void run(io, dependencies).then((code) => process.exit(code));

/** Empty where it is gone: then nothing lies below it. */
function folderOfProcess(): string {
  try {
    return process.cwd();
  } catch {
    return '';
  }
}

/** The same two levels up from `src/cli` and from `dist/cli`. */
function readVersion(): string {
  const json: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  if (typeof json === 'object' && json !== null && 'version' in json && typeof json.version === 'string')
    return json.version;
  throw new Error('package.json has no version');
}
