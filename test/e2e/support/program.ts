import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';

import { build } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '../../..');

/** The real program in a process of its own. */
export interface RunningProgram {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly output: { stdout: string; stderr: string };
  /** Exit code and signal. */
  readonly exit: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

/** Bundles `poolscope` into `build/e2e/<name>`. @returns what starts it */
export async function bundleProgram(name: string): Promise<(...args: string[]) => RunningProgram> {
  const folder = join(ROOT, 'build', 'e2e', name);
  const file = join(folder, 'dist', 'cli', 'main.mjs');
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/cli/main.ts'],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"type": "module", "version": "1.2.3"}');
  return (...args) => startProgram([process.execPath, file, ...args]);
}

/** Starts a command whose first words are given, and keeps what it prints. */
export function startProgram([command = '', ...args]: readonly string[]): RunningProgram {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  const exit = once(child, 'close').then(() => ({ code: child.exitCode, signal: child.signalCode }));
  return { child, output, exit };
}
