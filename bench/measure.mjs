import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PRELOAD = fileURLToPath(new URL('usage-at-exit.cjs', import.meta.url));
const TIME_LIMIT_MS = 30 * 60_000;
const OUTPUT_LENGTH = 2000;

/**
 * Runs `node ...args` to its end and measures it whole, with all Node processes that it starts: their CPU times and
 * their peaks are added up.
 *
 * @param {string[]} args script and arguments
 * @param {{ usageFile: string, nodeOptions?: string[], exitCodes?: number[], env?: Record<string, string> }} options
 *   `usageFile`: a place for the figures, which nobody else uses meanwhile; exit codes that count as success (default 0)
 * @returns {Promise<{ cpuSeconds: number, wallSeconds: number, peakBytes: number, output: string }>} with the end of what
 *   it printed
 * @throws Error when it fails, with the same
 */
export async function measureProcess(args, { usageFile, nodeOptions = [], exitCodes = [0], env = {} }) {
  rmSync(usageFile, { force: true });
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...nodeOptions, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Replaces the caller's NODE_OPTIONS, which would affect the measurement. Set in the environment, so that child
    // processes inherit it.
    env: { ...process.env, ...env, NODE_OPTIONS: `--require=${JSON.stringify(PRELOAD)}`, BENCH_USAGE_FILE: usageFile },
    timeout: TIME_LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output = (output + text).slice(-OUTPUT_LENGTH);
    });
  }
  const [code, signal] = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (...ending) => resolve(ending));
  });
  const wallSeconds = (performance.now() - startedAt) / 1e3;
  if (!exitCodes.includes(code)) {
    throw new Error(`node ${args.join(' ')} ended with ${signal ?? `exit code ${code}`}: ${output.trim()}`);
  }
  const processes = readFileSync(usageFile, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const sum = (figure) => processes.reduce((total, usage) => total + figure(usage), 0);
  return {
    cpuSeconds: sum(({ userCPUTime, systemCPUTime }) => userCPUTime + systemCPUTime) / 1e6,
    wallSeconds,
    peakBytes: sum(({ maxRSS }) => maxRSS * 1024),
    output,
  };
}

/** The middle value, or the mean of the two in the middle. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
