import { setTimeout as sleep } from 'node:timers/promises';

import { ToolError } from '../errors.js';
import { formatEndpoint, type InspectorEndpoint, isInspector, listEndpointTargets } from './inspector-endpoint.js';
import { type InspectorSession, openInspectorSession } from './inspector-session.js';
import { type LocalSystem, openInspectorOf } from './open-inspector.js';
import { processName } from './process-table.js';
import { refuseRemote } from './refuse-remote.js';
import { placeSessionMarker, requestClose, type SessionMarker } from './session-marker.js';
import { type SpawnedTarget, spawnTarget } from './spawn-target.js';
import type { Target } from './target.js';
import { readIdentity, type TargetIdentity } from './target-facts.js';
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
}

const HURRY_MS = 2_000;
const CLOSED_TIMEOUT_MS = 5_000;
const POLL_MS = 50;

/**
 * Opens a session with a target.
 *
 * @throws ToolError `target-not-found`, `target-unreachable`, `target-mismatch`, `attach-refused`
 */
export async function attach(target: Target, options: AttachOptions): Promise<Attachment> {
  if (options.allowRemote !== true) refuseRemote(target);
  const opened = await open(target, options);
  let outer: InspectorSession | null = null;
  let marker: SessionMarker | null = null;
  // The inspector is not closed before the target's identity is verified.
  let wasOpened = false;
  const detach = (isHurried: boolean): Promise<InspectorFate> =>
    leave({ ...opened, wasOpened }, outer, marker, options.system, isHurried);
  try {
    await refuseSecondDebugger(opened, target, options);
    outer = await openInspectorSession(opened.url);
    await proveIdentity(outer, opened);
    wasOpened = opened.wasOpened || options.close === true;
    // The watch runs in the main thread: a worker cannot close the inspector.
    const watch = {
      attacher: { pid: opened.sharesPids ? options.system.pid : null },
      closesInspector: opened.wasOpened,
    };
    const main = await placeSessionMarker(outer, watch);
    marker = main;
    const found = await readIdentity(outer);
    const pid = target.kind === 'pid' ? target.pid : found.pid;
    if (options.worker == null) return { identity: found, pid, session: outer, marker: main, detach };
    const session = await openWorkerSession(outer, options.worker);
    const own = await placeSessionMarker(session, { ...watch, closesInspector: false });
    const identity = await readIdentity(session);
    proveThread(identity, options.worker);
    return { identity, pid, session, marker: own, detach };
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

async function open(target: Target, { system, onLine, signal }: AttachOptions): Promise<Opened> {
  const elsewhere = { endpoint: null, wasOpened: false, expectedPid: null, sharesPids: false, spawned: null };
  switch (target.kind) {
    case 'url':
      return { ...elsewhere, url: target.url, endpoint: endpointOf(target.url) };
    case 'endpoint':
      return { ...elsewhere, url: await urlAt(target), endpoint: target };
    case 'spawn': {
      const spawned = await spawnTarget(target.command, onLine ?? (() => undefined), signal);
      return { ...elsewhere, url: spawned.url, expectedPid: spawned.pid, spawned };
    }
    case 'pid': {
      const { endpoint, process, wasOpened } = await openInspectorOf(target.pid, system);
      const { innerPid: expectedPid, sharesPids } = process;
      return { url: await urlAt(endpoint), endpoint, wasOpened, expectedPid, sharesPids, spawned: null };
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
async function refuseSecondDebugger(
  { endpoint }: Opened,
  target: Target,
  { system, force }: AttachOptions,
): Promise<void> {
  if (endpoint === null || force === true) return;
  const [client, ...others] = await system.processes.clientsOf(endpoint.port);
  if (client === undefined && others.length === 0) return;
  const process = client == null ? null : await system.processes.find(client);
  const who = process === null ? 'a debugger' : `process ${process.pid} (${processName(process)})`;
  const what = target.kind === 'pid' ? `Process ${target.pid}` : formatEndpoint(endpoint);
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
  const patienceMs = isHurried ? HURRY_MS : CLOSED_TIMEOUT_MS;
  const others = opened.wasOpened && opened.endpoint !== null ? await processes.clientsOf(opened.endpoint.port) : [];
  const isShared = others.length > (session === null ? 0 : 1);
  if (session !== null) {
    // All requests are sent at once: the target answers them in order, perhaps only after its snapshot.
    const farewell = [
      session.send('HeapProfiler.disable', {}, { timeoutMs: patienceMs }),
      marker?.release(),
      ...(opened.wasOpened && !isShared ? [requestClose(session)] : []),
    ];
    const patience = sleep(patienceMs, undefined, { ref: false });
    await Promise.race([Promise.allSettled(farewell), patience]);
    // Node.js was observed to crash when both ends close a connection at the same time. So a target that closes its
    // inspector also closes the connection, unless it stays busy for too long.
    session.resume();
    if (opened.wasOpened && !isShared) await Promise.race([session.ended, patience]);
    await session.close();
  }
  if (opened.spawned !== null) {
    await opened.spawned.stop();
    return 'gone';
  }
  if (!opened.wasOpened || opened.endpoint === null) return 'left-open';
  if (isShared) return 'in-use';
  const isClosed = await closesWithin(opened.endpoint, CLOSED_TIMEOUT_MS);
  return isClosed ? 'closed' : 'closing';
}

async function closesWithin(endpoint: InspectorEndpoint, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  // A forwarded port keeps listening, so the check is whether an inspector answers.
  while (await isInspector(endpoint)) {
    if (performance.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}
