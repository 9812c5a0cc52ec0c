import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A process that serves until it is stopped. */
export interface Serving {
  readonly child: ChildProcess;
  readonly pid: number;
  /** What it printed so far. */
  readonly output: { stdout: string; stderr: string };
  /** Waits until stdout holds what is looked for. @returns its first group */
  waitFor(pattern: RegExp): Promise<string>;
  /** Ends it with SIGTERM. @returns its exit code */
  stop(): Promise<number | null>;
}

/** Starts a program of Node.js. Whoever starts it stops it. */
export function startServing(
  node: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): Serving {
  const child = spawn(node, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  const closed = once(child, 'close');
  let isClosed = false;
  void closed.then(() => {
    isClosed = true;
  });
  return {
    child,
    pid: child.pid ?? 0,
    output,
    waitFor: async (pattern) => {
      for (;;) {
        const match = pattern.exec(output.stdout);
        if (match !== null) return match[1] ?? match[0];
        if (isClosed) throw new Error(`it ended before it printed ${pattern}: ${output.stdout}${output.stderr}`);
        await Promise.race([once(child.stdout, 'data'), closed]);
      }
    },
    stop: async () => {
      child.kill('SIGTERM');
      await closed;
      return child.exitCode;
    },
  };
}
