import process from 'node:process';

import { hasProc, linuxProcesses } from './linux-processes.js';
import type { LocalSystem } from './open-inspector.js';
import { psProcesses } from './ps-processes.js';

/** The processes of this machine, and the signal that opens an inspector in one. */
export async function localSystem(): Promise<LocalSystem> {
  return {
    processes: (await hasProc()) ? linuxProcesses : psProcesses,
    signal: (pid) => void process.kill(pid, 'SIGUSR1'),
    platform: process.platform,
    userId: process.geteuid?.() ?? null,
    pid: process.pid,
  };
}

/** How a group of processes is signaled; nothing where the system has no groups. */
export function groupSignals(): { readonly signalGroup?: (group: number, signal: 'SIGTERM' | 'SIGKILL') => void } {
  if (process.platform === 'win32') return {};
  return { signalGroup: (group, signal) => void process.kill(-group, signal) };
}
