#!/usr/bin/env node
import process from 'node:process';

import { findLargePageEnvironment, runAnew } from './large-pages.js';

void start();

async function start(): Promise<void> {
  const environment = findLargePageEnvironment(process.argv.slice(2), process.env);
  const outcome = environment === null ? null : await runAnew(environment);
  // Loaded when needed: a process that only waits for another has no use for it.
  if (outcome === null) await import('./process/tune-engine.js');
  else if (typeof outcome === 'number') process.exitCode = outcome;
  else process.kill(process.pid, outcome);
}
