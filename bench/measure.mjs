import { spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PRELOAD = pathToFileURL(fileURLToPath(new URL('usage-at-exit.mjs', import.meta.url))).href;

/**
 * Runs `node ...args` to its end and measures the whole process.
 *
 * @param {string[]} args script and arguments
 * @param {{ nodeOptions?: string[], exitCodes?: number[] }} [options] exit codes that count as success (default 0)
 * @returns {Promise<{ cpuSeconds: number, wallSeconds: number, peakBytes: number }>}
 * @throws Error when it fails, with the end of what it printed to stderr
 */
export async function measureProcess(args, { nodeOptions = [], exitCodes = [0] } = {}) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--import', PRELOAD, ...nodeOptions, ...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    // Otherwise a NODE_OPTIONS of the caller would be measured too.
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  let usageText = '';
  let errorText = '';
  child.stdio[3].setEncoding('utf8').on('data', (text) => {
    usageText += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errorText = (errorText + text).slice(-2000);
  });
  const [code, signal] = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (...ending) => resolve(ending));
  });
  if (!exitCodes.includes(code) || usageText === '') {
    throw new Error(`node ${args.join(' ')} ended with ${signal ?? `exit code ${code}`}: ${errorText.trim()}`);
  }
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(usageText);
  return {
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    wallSeconds: (performance.now() - startedAt) / 1e3,
    peakBytes: maxRSS * 1024,
  };
}

/** The middle value, or the mean of the two in the middle. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
