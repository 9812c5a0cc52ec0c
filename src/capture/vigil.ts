import { setTimeout as sleep } from 'node:timers/promises';

import { ToolError } from '../errors.js';
import { formatEndpoint, type InspectorEndpoint, isInspector } from './inspector-endpoint.js';
import type { PatientSession } from './inspector-session.js';
import type { ProcessTable } from './process-table.js';

/** Silence after which the process is looked at. A collection of garbage is silent for longer, but runs. */
const SILENT_MS = 2_000;
const LOOK_MS = 500;
/** A stopped process may be let go on at once, as by `SIGSTOP` and `SIGCONT` of a job control. */
const LOOKS_STOPPED = 3;
/** A process that uses no processor in this time waits for something else than its heap. */
const IDLE_MS = 15_000;
/** A connection through other machines may pause. */
const SILENT_ELSEWHERE_MS = 8_000;
const PROBES_MISSED = 4;
const END_POLL_MS = 50;
const END_WAIT_MS = 800;

/** Ends a wait for a process that cannot answer. */
export interface Vigil {
  stop(): void;
}

/** What is looked at: gives an error when the target cannot answer. Called again and again as long as it is silent. */
type Look = (silentMs: number) => Promise<ToolError | null>;

/**
 * Looks at a process of this machine while it owes an answer: one that has ended, is stopped, or waits for something else, is
 * not waited for.
 */
export function watchProcess(session: PatientSession, pid: number, processes: ProcessTable): Vigil {
  let stopped = 0;
  let cpuMs: number | null = null;
  let cpuSince = 0;
  return keepVigil(session, async (silentMs) => {
    const process = await processes.find(pid);
    if (process === null || process.state === 'ended') return processEnded(pid);
    stopped = process.state === 'stopped' ? stopped + 1 : 0;
    if (stopped >= LOOKS_STOPPED) return processStopped(pid);
    const now = performance.now();
    if (process.cpuMs !== cpuMs || now - cpuSince > silentMs) cpuSince = now;
    cpuMs = process.cpuMs ?? null;
    return cpuMs !== null && now - cpuSince > IDLE_MS ? processIdle(pid) : null;
  });
}

/**
 * Asks the inspector of a process elsewhere for its version while it owes an answer: a thread of its own answers that, even while
 * V8 writes a snapshot.
 */
export function watchEndpoint(session: PatientSession, endpoint: InspectorEndpoint): Vigil {
  let missed = 0;
  // Behind a proxy, or TLS, it may never answer.
  const hasAnswered = isInspector(endpoint);
  return keepVigil(session, async (silentMs) => {
    if (silentMs < SILENT_ELSEWHERE_MS || !(await hasAnswered)) return null;
    missed = (await isInspector(endpoint)) ? 0 : missed + 1;
    return missed < PROBES_MISSED ? null : nothingAnswers(endpoint);
  });
}

function keepVigil(session: PatientSession, look: Look): Vigil {
  let waitsSince = 0;
  let isLooking = false;
  const check = async (): Promise<void> => {
    const now = performance.now();
    if (!session.isWaiting) waitsSince = 0;
    else if (waitsSince === 0) waitsSince = now;
    const silentMs = session.isWaiting ? now - Math.max(waitsSince, session.heardAtMs) : 0;
    const reason = silentMs < SILENT_MS ? null : await look(silentMs);
    if (reason !== null) session.interrupt(reason);
  };
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void check()
      .catch(() => undefined)
      .finally(() => {
        isLooking = false;
      });
  }, LOOK_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** Why the connection to a process has ended: the process did, or null where it lives on. */
export async function explainLoss(pid: number, processes: ProcessTable): Promise<ToolError | null> {
  // A process with much memory takes a while to end, after its connections have.
  for (let waitedMs = 0; waitedMs < END_WAIT_MS; waitedMs += END_POLL_MS) {
    const process = await processes.find(pid);
    if (process === null || process.state === 'ended') return processEnded(pid);
    await sleep(END_POLL_MS);
  }
  return null;
}

function processEnded(pid: number): ToolError {
  return new ToolError('target-lost', `Process ${pid} ended while it was attached to`, {
    hint: 'Look at its own output and at the kernel log: it may have run out of memory.',
  });
}

function processStopped(pid: number): ToolError {
  return new ToolError('target-silent', `Process ${pid} is stopped, and does not answer`, {
    hint: `Let it go on first: kill -CONT ${pid}`,
  });
}

function processIdle(pid: number): ToolError {
  return new ToolError('target-silent', `Process ${pid} has not answered for ${IDLE_MS / 1000} s, and does no work`, {
    hint: 'Does it wait for a lock, a file or another debugger?',
  });
}

function nothingAnswers(endpoint: InspectorEndpoint): ToolError {
  return new ToolError('target-silent', `${formatEndpoint(endpoint)}: the inspector does not answer any more`, {
    hint: 'Is the process stopped, or the connection to it cut?',
  });
}
