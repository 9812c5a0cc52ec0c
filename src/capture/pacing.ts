import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

import { ToolError } from '../errors.js';
import { collectGarbage } from './heap-capture.js';
import type { InspectorSession } from './inspector-session.js';
import { readLines } from './lines.js';

/** When to take the next snapshot. */
export type Pace =
  | { readonly kind: 'interval'; readonly intervalMs: number }
  /** When the live heap has grown by this many bytes, checked every `intervalMs`. */
  | { readonly kind: 'growth'; readonly bytes: number; readonly intervalMs: number }
  /** When `ready` resolves. */
  | { readonly kind: 'wait'; readonly ready: (round: number, signal: AbortSignal) => Promise<void> }
  /**
   * After a load command has ended and the target has had time to settle. The command also runs before the first
   * snapshot, as warm-up.
   */
  | {
      readonly kind: 'between';
      readonly command: string;
      /** The number of the snapshot is added as POOLSCOPE_ROUND. */
      readonly env: Readonly<Record<string, string | undefined>>;
      readonly intervalMs: number;
      readonly onLine: (line: string) => void;
      /** Signals a group of processes; absent where the system has none. The command is then ended alone. */
      readonly signalGroup?: (group: number, signal: 'SIGTERM' | 'SIGKILL') => void;
    };

/** Least time between two checks that collect garbage first: each one pauses the target for a moment. */
const CONFIRM_MS = 10_000;
/** Time that a load command has to end by itself. */
const KILL_AFTER_MS = 500;

/**
 * Waits for the time to take snapshot `round`, the first being 0.
 *
 * @throws ToolError `load-failed` when a command fails
 * @throws the signal's reason
 */
export async function waitForRound(
  pace: Pace,
  round: number,
  session: InspectorSession,
  signal: AbortSignal,
): Promise<void> {
  switch (pace.kind) {
    case 'interval':
      if (round > 0) await sleep(pace.intervalMs, undefined, { signal });
      return;
    case 'growth':
      if (round > 0) await waitForGrowth(session, pace.bytes, pace.intervalMs, signal);
      return;
    case 'wait':
      await pace.ready(round, signal);
      return;
    case 'between':
      await runLoad(pace, round, signal);
      await sleep(pace.intervalMs, undefined, { signal });
  }
}

/** The cheap check includes garbage, so the deciding check collects garbage first. */
async function waitForGrowth(
  session: InspectorSession,
  bytes: number,
  intervalMs: number,
  signal: AbortSignal,
): Promise<void> {
  const start = await readHeapUsed(session);
  let confirmedAtMs = Number.NEGATIVE_INFINITY;
  for (;;) {
    await sleep(intervalMs, undefined, { signal });
    if ((await readHeapUsed(session)) - start < bytes) continue;
    if (performance.now() - confirmedAtMs < CONFIRM_MS) continue;
    await collectGarbage(session);
    if ((await readHeapUsed(session)) - start >= bytes) return;
    confirmedAtMs = performance.now();
  }
}

async function readHeapUsed(session: InspectorSession): Promise<number> {
  return Number((await session.send('Runtime.getHeapUsage'))['usedSize']);
}

async function runLoad(
  { command, env, onLine, signalGroup }: Extract<Pace, { kind: 'between' }>,
  round: number,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const child = spawn(command, {
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env, POOLSCOPE_ROUND: String(round) },
    // A group of its own, so that what the shell has started is ended with it.
    detached: signalGroup !== undefined,
  });
  const end = (name: 'SIGTERM' | 'SIGKILL'): void => {
    try {
      if (signalGroup === undefined) child.kill(name);
      else if (child.pid !== undefined) signalGroup(child.pid, name);
    } catch {
      // All of it has ended already.
    }
  };
  let killTimer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    end('SIGTERM');
    killTimer = setTimeout(() => end('SIGKILL'), KILL_AFTER_MS);
  };
  signal.addEventListener('abort', stop);
  for (const stream of [child.stdout, child.stderr]) readLines(stream, onLine);
  const failure = await new Promise<string | null>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, killer) => {
      if (killer !== null) resolve(`it was ended by ${killer}`);
      else resolve(code === 0 ? null : `exit code ${code}`);
    });
  });
  signal.removeEventListener('abort', stop);
  clearTimeout(killTimer);
  signal.throwIfAborted();
  if (failure !== null)
    throw new ToolError('load-failed', `The load command failed before snapshot ${round}: ${failure}`, {
      hint: `Try it alone: ${command}`,
    });
}
