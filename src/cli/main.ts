#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import process from 'node:process';

import type { CliDependencies } from './process/dependencies.js';
import { ExitCode } from './process/exit-code.js';
import type { CliIo } from './process/io.js';
import { installLastHandler } from './process/last-handler.js';
import { tuneEngine } from './process/tune-engine.js';
import { findUsableMemory } from './process/usable-memory.js';
import { run } from './run.js';

// Should all end before the answer is there, that is a failure.
process.exitCode = ExitCode.failure;
const interrupt = new AbortController();
const hasFailed = installLastHandler(
  { on: (event, listener) => process.on(event, listener), exit: (code) => process.exit(code) },
  interrupt,
);
tuneEngine();

/** Whatever is still waited for then, as a reader that takes nothing, is left. */
const INTERRUPTED_MS = 2_700;
const end = (): void => {
  interrupt.abort();
  setTimeout(() => process.exit(ExitCode.interrupted), INTERRUPTED_MS).unref();
};
// Once: a second Ctrl-C ends the process the usual way.
process.once('SIGINT', end);
// Whoever is attached to a process has something to put in order first.
if (process.argv[2] === 'attach') for (const name of ['SIGTERM', 'SIGHUP']) process.once(name, end);

/** Tells this program that it was started to analyze for another one of it; to users it is an unknown option. */
const ANALYSIS_PROCESS = '--analysis-process';

const dependencies: CliDependencies = {
  // Loaded when needed: --help and usage errors answer at once.
  analyze: async (inputs, options) => {
    const { analyzeSnapshots } = await import('../analyze.js');
    return analyzeSnapshots(inputs, { availableMemoryBytes: findUsableMemory(), ...options });
  },
  startAnalysis: async () => {
    const { startAnalysisProcess } = await import('./process/analysis-process.js');
    return startAnalysisProcess(ANALYSIS_PROCESS);
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
if (argv[2] === ANALYSIS_PROCESS && process.send !== undefined) void analyzeForOther(process.send.bind(process));
// All that was written has been taken by then, see `writeText`, and the files are closed: what is left is memory, which the
// system takes back faster than it can be put in order.
else void run(io, dependencies).then((code) => process.exit(hasFailed() ? ExitCode.failure : code));

async function analyzeForOther(send: NonNullable<typeof process.send>): Promise<void> {
  process.once('disconnect', () => process.exit(ExitCode.failure));
  const { serveAnalysis } = await import('./commands/attach/serve-analysis.js');
  serveAnalysis({ on: (event, listener) => process.on(event, listener), send });
}

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
