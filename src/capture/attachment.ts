import { setTimeout as sleep } from 'node:timers/promises';

import { ToolError } from '../errors.js';
import { findByName } from './find-by-name.js';
import {
  formatEndpoint,
  type InspectorEndpoint,
  isInspector,
  isLoopback,
  listEndpointTargets,
} from './inspector-endpoint.js';
import { announceEnd, type InspectorSession, openInspectorSession, type PatientSession } from './inspector-session.js';
import { type LocalSystem, openInspectorOf } from './open-inspector.js';
import { processName } from './process-table.js';
import { refuseRemote } from './refuse-remote.js';
import { placeSessionMarker, requestClose, type SessionMarker } from './session-marker.js';
import { type SpawnedTarget, spawnTarget } from './spawn-target.js';
import type { Target } from './target.js';
import { readIdentity, type TargetIdentity } from './target-facts.js';
import { explainLoss, watchEndpoint, watchProcess } from './vigil.js';
import { openWorkerSession } from './worker-session.js';

/** Options of {@link attach}. */
export interface AttachOptions {
  readonly system: LocalSystem;
  /** Thread id, or a part of the title or URL, of the worker to look at; an empty text for the only one. */
  readonly worker?: string | null;
  readonly allowRemote?: boolean;
  /** Closes the inspector afterwards, though it was open before. */
  readonly close?: boolean;
  /** Attaches although another debugger is attached. */
  readonly force?: boolean;
  /** Has another process lend its inspector's port, if the target can open none at another. */
  readonly borrowsPort?: boolean;
  /** Gets the output of a target that was started. */
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** The state of the inspector after the session. */
export type InspectorFate =
  /** The inspector was open before, and still is. */
  | 'left-open'
  | 'closed'
  /** The inspector was opened by this session, and another client uses it now. */
  | 'in-use'
  /** The inspector closes when the target has finished its snapshot. */
  | 'closing'
  /** The target ended. */
  | 'gone';

/** A session with a target whose identity was verified. */
export interface Attachment {
  readonly identity: TargetIdentity;
  /** The pid on this machine. A process in a container knows itself by another pid. */
  readonly pid: number;
  readonly session: InspectorSession;
  readonly marker: SessionMarker;
  /**
   * Removes everything that the session put into the target, closes the inspector if the session opened it, and ends a
   * process that the session started. Never fails.
   *
   * @param isHurried true when the target may still be busy with a snapshot that was cancelled
   */
  detach(isHurried: boolean): Promise<InspectorFate>;
}

interface Opened {
  readonly url: string;
  /** The inspector's address, if it has a port on this machine. */
  readonly endpoint: InspectorEndpoint | null;
  readonly wasOpened: boolean;
  /** The expected value of `process.pid` in the target, or null when it is unknown. */
  readonly expectedPid: number | null;
  readonly sharesPids: boolean;
  /** The process, if this session started it. */
  readonly spawned: SpawnedTarget | null;
  /** Its pid on this machine; null where it is elsewhere, or unknown. */
  readonly localPid: number | null;
}

/** All of a hurried leave takes no longer. */
const HURRY_MS = 1_500;
/** Once a process got SIGUSR1 its inspector opens, and is closed again: so an interruption waits this long for it. */
const OPENING_MS = 1_000;
const CLOSED_TIMEOUT_MS = 5_000;
const POLL_MS = 50;

/**
 * Opens a session with a target.
 *
 * @throws ToolError `target-not-found`, `target-unreachable`, `target-mismatch`, `attach-refused`
 */
export async function attach(target: Target, options: AttachOptions): Promise<Attachment> {
  if (options.allowRemote !== true) refuseRemote(target);
  const { system, worker = null, signal } = options;
  signal?.throwIfAborted();
  const opening = delayedSignal(signal, target.kind === 'pid' || target.kind === 'name' ? OPENING_MS : 0);
  const opened = await untilAborted(open(target, options), opening);
  let outer: InspectorSession | null = null;
  let marker: SessionMarker | null = null;
  let stopVigil = (): void => undefined;
  let localPid = opened.localPid;
  // The inspector is not closed before the target's identity is verified.
  let wasOpened = false;
  const detach = async (isHurried: boolean): Promise<InspectorFate> => {
    stopVigil();
    return await leave({ ...opened, wasOpened }, outer, marker, system, isHurried);
  };
  const enter = async (): Promise<Attachment> => {
    await refuseSecondDebugger(opened, options);
    const session = await openInspectorSession(opened.url, () =>
      localPid === null ? Promise.resolve(null) : explainLoss(localPid, system.processes),
    );
    outer = session;
    await proveIdentity(session, opened);
    wasOpened = opened.wasOpened || options.close === true;
    await announceEnd(session);
    // The watch runs in the main thread: a worker cannot close the inspector.
    const watch = {
      attacher: { pid: opened.sharesPids ? system.pid : null },
      closesInspector: opened.wasOpened,
    };
    const main = await placeSessionMarker(session, watch);
    marker = main;
    const found = await readIdentity(session);
    localPid ??= await findListener(opened, found, system);
    const pid = localPid ?? found.pid;
    const keepVigil = (over: PatientSession): void => {
      if (localPid !== null) stopVigil = watchProcess(over, localPid, system.processes).stop;
      else if (opened.endpoint !== null) stopVigil = watchEndpoint(over, opened.endpoint).stop;
    };
    if (worker === null) {
      keepVigil(session);
      return { identity: found, pid, session, marker: main, detach };
    }
    const inner = await openWorkerSession(session, worker);
    keepVigil(inner);
    const own = await placeSessionMarker(inner, { ...watch, closesInspector: false });
    const identity = await readIdentity(inner);
    proveThread(identity, worker);
    return { identity, pid, session: inner, marker: own, detach };
  };
  try {
    const attachment = await untilAborted(enter(), opening);
    signal?.throwIfAborted();
    return attachment;
  } catch (error) {
    await detach(true);
    const ending = opened.spawned?.ending();
    // A program that fails at once ends before the session opens.
    if (ending?.code == null) throw error;
    throw new ToolError(
      'target-not-found',
      `The process ended with exit code ${ending.code} before it was attached to`,
      {
        hint: 'What it printed says why.',
        cause: error,
      },
    );
  }
}

/** The process of this machine that listens at the inspector's port, if it is the one that answers there. */
async function findListener(
  { endpoint }: Opened,
  { pid }: TargetIdentity,
  { processes }: LocalSystem,
): Promise<number | null> {
  const owner = endpoint === null || !isLoopback(endpoint.host) ? null : await processes.listenerOn(endpoint.port);
  const process = owner === null ? null : await processes.find(owner);
  return process?.innerPid === pid ? owner : null;
}

async function open(target: Target, options: AttachOptions): Promise<Opened> {
  const { system, onLine, signal, borrowsPort = false } = options;
  const elsewhere = {
    endpoint: null,
    wasOpened: false,
    expectedPid: null,
    sharesPids: false,
    spawned: null,
    localPid: null,
  };
  switch (target.kind) {
    case 'url':
      return { ...elsewhere, url: target.url, endpoint: endpointOf(target.url) };
    case 'endpoint':
      return { ...elsewhere, url: await urlAt(target), endpoint: target };
    case 'spawn': {
      const spawned = await spawnTarget(target.command, onLine ?? (() => undefined), signal);
      const { url, pid } = spawned;
      return { ...elsewhere, url, expectedPid: pid, spawned, localPid: pid };
    }
    case 'name':
      return await open({ kind: 'pid', pid: await findByName(target.part, system) }, options);
    case 'pid': {
      const { endpoint, process, wasOpened } = await openInspectorOf(target.pid, system, { borrowsPort });
      const localPid = target.pid;
      const { innerPid: expectedPid, sharesPids } = process;
      return { url: await urlAt(endpoint), endpoint, wasOpened, expectedPid, sharesPids, spawned: null, localPid };
    }
  }
}

async function urlAt(endpoint: InspectorEndpoint): Promise<string> {
  const [target] = await listEndpointTargets(endpoint);
  if (target === undefined) throw new ToolError('target-unreachable', 'The inspector lists no target');
  return target.url;
}

function endpointOf(url: string): InspectorEndpoint {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return { host, port: Number(port) || (protocol === 'wss:' ? 443 : 80) };
}

/**
 * Refuses to join another debugger unasked: a debugger that detaches may discard the node ids that the other relies on.
 */
async function refuseSecondDebugger({ endpoint, localPid }: Opened, { system, force }: AttachOptions): Promise<void> {
  if (endpoint === null || force === true) return;
  const [client, ...others] = await system.processes.clientsOf(endpoint.port);
  if (client === undefined && others.length === 0) return;
  const process = client == null ? null : await system.processes.find(client);
  const who = process === null ? 'a debugger' : `process ${process.pid} (${processName(process)})`;
  const what = localPid === null ? formatEndpoint(endpoint) : `Process ${localPid}`;
  throw new ToolError('attach-refused', `${what}: ${who} is attached already, and would be disturbed`, {
    hint: 'Wait until it has left, or join with --force: node ids may then change in the middle of the series.',
  });
}

async function proveIdentity(session: InspectorSession, { expectedPid, url }: Opened): Promise<void> {
  const { pid } = await readIdentity(session);
  if (expectedPid === null || pid === expectedPid) return;
  throw new ToolError('target-mismatch', `${url}: process ${pid} answers there, not process ${expectedPid}`, {
    hint: 'Another process has the port. Start the target with --inspect-port=0, which takes any.',
  });
}

function proveThread({ threadId }: TargetIdentity, wanted: string): void {
  if (!/^\d+$/.test(wanted) || threadId === Number(wanted)) return;
  throw new ToolError('target-mismatch', `Worker thread ${threadId} answers, not worker thread ${wanted}`, {
    hint: 'Name it by its name or its file.',
  });
}

async function leave(
  opened: Opened,
  session: InspectorSession | null,
  marker: SessionMarker | null,
  { processes }: LocalSystem,
  isHurried: boolean,
): Promise<InspectorFate> {
  const deadlineMs = performance.now() + (isHurried ? HURRY_MS : CLOSED_TIMEOUT_MS);
  const left = (): number => Math.max(0, deadlineMs - performance.now());
  const others = opened.wasOpened && opened.endpoint !== null ? await processes.clientsOf(opened.endpoint.port) : [];
  const isShared = others.length > (session === null ? 0 : 1);
  if (session !== null) {
    // All requests are sent at once: the target answers them in order, perhaps only after its snapshot.
    const farewell = [
      session.send('HeapProfiler.disable', {}, { timeoutMs: left() }),
      marker?.release(),
      ...(opened.wasOpened && !isShared ? [requestClose(session)] : []),
    ];
    const patience = sleep(left() * FAREWELL_SHARE, undefined, { ref: false });
    await Promise.race([Promise.allSettled(farewell), patience]);
    // Node.js was observed to crash when both ends close a connection at the same time. So a target that closes its
    // inspector also closes the connection, unless it stays busy for too long.
    session.resume();
    if (opened.wasOpened && !isShared) await Promise.race([session.ended, patience]);
    await session.close(isHurried ? left() / 2 : undefined);
  }
  if (opened.spawned !== null) {
    await opened.spawned.stop(isHurried ? left() : undefined);
    return 'gone';
  }
  if (!opened.wasOpened || opened.endpoint === null) return 'left-open';
  if (isShared) return 'in-use';
  if (session?.reason?.code === 'target-lost') return 'gone';
  const isClosed = await closesWithin(opened.endpoint, isHurried ? left() : CLOSED_TIMEOUT_MS);
  return isClosed ? 'closed' : 'closing';
}

/** The part of the time that the target gets for its last answers; the rest is for closing the connection. */
const FAREWELL_SHARE = 0.6;

/** Ends a wait that nobody wants any more; what is waited for is left to itself. */
async function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (signal === undefined) return await work;
  signal.throwIfAborted();
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort);
  });
  work.catch(() => undefined);
  return await Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', abort));
}

/** Aborted some time after `signal`, with the same reason. */
function delayedSignal(signal: AbortSignal | undefined, delayMs: number): AbortSignal | undefined {
  if (signal === undefined || delayMs === 0) return signal;
  const late = new AbortController();
  const abort = (): void => void setTimeout(() => late.abort(signal.reason), delayMs);
  signal.addEventListener('abort', abort, { once: true });
  return late.signal;
}

async function closesWithin(endpoint: InspectorEndpoint, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  const look = (): Promise<boolean> => Promise.race([isInspector(endpoint), sleep(timeoutMs, true, { ref: false })]);
  // A forwarded port keeps listening, so the check is whether an inspector answers.
  while (await look()) {
    if (performance.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}
