#!/usr/bin/env node
import { HELP, OptionError, parseOptions } from './options.js';
import { runSeries, serve } from './run.js';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  if (options === null) {
    process.stdout.write(HELP);
  } else if (options.out !== null) {
    await runSeries(options, options.out, print);
  } else {
    const stop = new AbortController();
    process.once('SIGTERM', () => stop.abort());
    process.once('SIGINT', () => stop.abort());
    await serve(options, stop.signal, print);
  }
}

try {
  await main();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`vttablet: ${message.split('\n')[0]}\n`);
  process.exitCode = error instanceof OptionError ? EXIT_USAGE : EXIT_FAILED;
}
