import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';

import { ToolError } from '../errors.js';
import { readLines } from './lines.js';

/** How a process ended: with an exit code, or by a signal. */
export interface ProcessExit {
  readonly code: number | null;
  readonly text: string;
}

/** A process that was started to be attached to. */
export interface SpawnedTarget {
  readonly pid: number;
  /** `ws://127.0.0.1:…` */
  readonly url: string;
  /** How it ended, once it has. */
  readonly ending: () => ProcessExit | null;
  /** Sends SIGTERM, and kills the process after some time, by default five seconds. Never fails. */
  stop(timeoutMs?: number): Promise<void>;
}

/** Port 0 takes any that is free. */
const FLAG = '--inspect=127.0.0.1:0';
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 5_000;
const HURRY_MS = 1_500;
/** The line in which Node.js prints the inspector's URL. */
const INSPECTOR_LINE =
  /^(Debugger (listening|ending) on ws:|For help, see: https:\/\/nodejs\.org|Debugger attached\.|Waiting for the debugger to disconnect)/;

/**
 * Starts `node …` with an inspector on a free loopback port.
 *
 * @param command the executable, then its arguments
 * @param onLine gets what the process prints, on either stream
 * @throws ToolError `usage` when it is not Node.js, `target-not-found` when it does not start
 */
export async function spawnTarget(
  command: readonly string[],
  onLine: (line: string) => void,
  signal?: AbortSignal,
): Promise<SpawnedTarget> {
  const [executable = '', ...args] = command;
  if (!/^(node|nodejs)(\.exe)?$/i.test(basename(executable)))
    throw new ToolError('usage', `--spawn: expected a command that starts with node, got ${executable || 'none'}`, {
      hint: 'For example: poolscope attach --spawn -- node dist/server.js. Scripts of npm: name the file they run.',
    });
  const child = spawn(executable, [FLAG, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let ending: ProcessExit | null = null;
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      ending = { code: null, text: `${executable}: ${error.message}` };
      resolve();
    });
    child.once('close', (code, killer) => {
      const text = killer === null ? `It ended with exit code ${code}.` : `It was ended by ${killer}.`;
      ending ??= { code, text };
      resolve();
    });
  });
  const stop = async (timeoutMs = STOP_TIMEOUT_MS): Promise<void> => {
    if (ending !== null) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    await ended;
    clearTimeout(timer);
  };
  try {
    const url = await inspectorUrl(child, onLine, ended, signal);
    return { pid: child.pid ?? 0, url, ending: () => ending, stop };
  } catch (error) {
    await stop(signal?.aborted === true ? HURRY_MS : undefined);
    if (ending === null || signal?.aborted === true) throw error;
    throw new ToolError('target-not-found', `${command.join(' ')}: did not start`, {
      hint: endingText(ending),
      cause: error,
    });
  }
}

function endingText(ending: ProcessExit | null): string {
  return ending?.text ?? '';
}

/** Keeps reading after the URL was found: a full pipe would block the process. */
async function inspectorUrl(
  child: ChildProcess,
  onLine: (line: string) => void,
  ended: Promise<void>,
  signal: AbortSignal | undefined,
): Promise<string> {
  const found = new Promise<string>((resolve) => {
    if (child.stdout === null || child.stderr === null) return;
    readLines(child.stdout, onLine);
    readLines(child.stderr, (line) => {
      const [, url] = /^Debugger listening on (ws:\S+)/.exec(line) ?? [];
      if (url !== undefined) resolve(url);
      if (!INSPECTOR_LINE.test(line)) onLine(line);
    });
  });
  const waiting = AbortSignal.timeout(START_TIMEOUT_MS);
  const stopped = once(signal === undefined ? waiting : AbortSignal.any([waiting, signal]), 'abort').then(() => {
    signal?.throwIfAborted();
    throw new ToolError('target-silent', 'The process opened no inspector within 30 s');
  });
  const gone = ended.then(() => {
    throw new ToolError('target-lost', 'The process ended before it could be attached to');
  });
  stopped.catch(() => undefined);
  gone.catch(() => undefined);
  return await Promise.race([found, stopped, gone]);
}
