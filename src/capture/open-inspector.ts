import { setTimeout as sleep } from 'node:timers/promises';

import { ToolError } from '../errors.js';
import { borrowPort } from './borrow-port.js';
import { type InspectorEndpoint, isInspector, isLoopback } from './inspector-endpoint.js';
import { type LocalProcess, type ProcessTable, processName } from './process-table.js';
import { DEFAULT_INSPECTOR_PORT } from './target.js';

/** What attaching by pid needs from the operating system. Tests pass their own. */
export interface LocalSystem {
  readonly processes: ProcessTable;
  /** Sends SIGUSR1. @throws Error as `process.kill` does */
  readonly signal: (pid: number) => void;
  readonly platform: string;
  /** Effective user id, or null where there is none. */
  readonly userId: number | null;
  /** Own pid. */
  readonly pid: number;
}

/** A listening inspector, and whether the signal opened it. */
export interface OpenedInspector {
  readonly endpoint: InspectorEndpoint;
  readonly process: LocalProcess;
  readonly wasOpened: boolean;
}

const LOOPBACK = '127.0.0.1';
const OPEN_TIMEOUT_MS = 10_000;
/** Time in which a target finds out that its port is taken. */
const GIVE_UP_MS = 1_000;
const POLL_MS = 50;

/**
 * Finds the inspector of a process, or opens it by SIGUSR1. A process that the signal would kill is not signaled. No
 * session is opened, as ending it would disturb another one.
 *
 * @throws ToolError `target-not-found`, `attach-refused`
 */
export async function openInspectorOf(
  pid: number,
  system: LocalSystem,
  { borrowsPort = false }: { readonly borrowsPort?: boolean } = {},
): Promise<OpenedInspector> {
  const process = await findTarget(pid, system);
  const before = await system.processes.listeningPorts(pid);
  const present = await findInspector(candidatePorts(process, before));
  if (present !== null) return { endpoint: present, process, wasOpened: false };
  refuseOtherAddress(process);
  const flagged = flaggedAddress(process).port ?? DEFAULT_INSPECTOR_PORT;
  // Port 0 means any free port, so it is never taken by another process.
  const expected = flagged === 0 ? null : flagged;
  signal(process, system);
  let deadline = performance.now() + OPEN_TIMEOUT_MS;
  let isBorrowed = false;
  while (performance.now() < deadline) {
    const now = await system.processes.listeningPorts(pid);
    const opened =
      now === null ? [expected ?? DEFAULT_INSPECTOR_PORT] : now.filter((port) => before?.includes(port) !== true);
    const endpoint = await findInspector(opened);
    if (endpoint !== null) return { endpoint, process, wasOpened: true };
    // The process that has the port now had it before, and the target has given up by now. But the target may use
    // another port: a process that set its title shows no flags.
    const isLate = performance.now() > deadline - OPEN_TIMEOUT_MS + GIVE_UP_MS;
    const owner = expected === null || !isLate ? null : await system.processes.listenerOn(expected);
    if (expected !== null && owner !== null && owner !== pid) {
      if (!borrowsPort || isBorrowed) throw portTaken(process, expected, owner, await system.processes.find(owner));
      await borrowPort({ host: LOOPBACK, port: expected }, owner, system.processes);
      isBorrowed = true;
      signal(process, system);
      deadline = performance.now() + OPEN_TIMEOUT_MS;
    }
    if ((await system.processes.find(pid)) === null) throw notFound(pid, 'It ended when it got SIGUSR1.');
    await sleep(POLL_MS);
  }
  // The program opened its inspector itself, on a port that no flag shows.
  const elsewhere = await findInspector(before ?? []);
  if (elsewhere !== null) return { endpoint: elsewhere, process, wasOpened: false };
  throw new ToolError('attach-refused', `Process ${pid} got SIGUSR1, but opened no inspector within 10 s`, {
    hint: 'It may have a handler of its own for this signal. Start it with --inspect, and attach to its host:port.',
  });
}

async function findTarget(pid: number, { processes, platform, userId, pid: own }: LocalSystem): Promise<LocalProcess> {
  if (platform === 'win32')
    throw new ToolError('attach-refused', `Process ${pid}: Windows has no signal that opens an inspector`, {
      hint: 'Start the process with --inspect, and attach to 127.0.0.1:9229.',
    });
  const process = await processes.find(pid);
  if (process === null || process.state === 'ended') throw notFound(pid, await insideHint(pid, processes));
  const refuse = (reason: string, hint: string): ToolError =>
    new ToolError('attach-refused', `Process ${pid} ${reason}`, { hint });
  if (pid === own) throw refuse('is poolscope itself', 'Give the pid of the process that leaks.');
  if (userId !== null && userId !== 0 && process.userId !== userId)
    throw refuse(`belongs to another user (uid ${process.userId})`, 'Attach as that user, or as root.');
  if (process.state === 'stopped') throw refuse('is stopped', `Let it go on first: kill -CONT ${pid}`);
  if (!process.isNode)
    throw refuse(
      'does not look like Node.js',
      'SIGUSR1 would end most other programs. If it is Node.js, start it with --inspect and give its host:port.',
    );
  if (!process.sharesNetwork)
    throw refuse(
      'is in another network namespace: a container, most likely',
      `Enter its network from here: nsenter --target ${pid} --net poolscope attach ${pid} (as root). Or run poolscope inside ` +
        'it, or forward its inspector port and attach to host:port.',
    );
  return process;
}

/** Who looks into a container sees the pid that a process has there. */
async function insideHint(pid: number, processes: ProcessTable): Promise<string> {
  const inside = (await processes.list()).filter((each) => each.innerPid === pid && each.pid !== pid);
  if (inside.length === 0) return 'A process in a container has another pid there: poolscope attach, alone, lists all.';
  const rows = inside.map((each) => `  ${each.pid}  ${processName(each)}`);
  return ['In a container this pid belongs to a process that is known here by another one:', ...rows].join('\n');
}

function signal({ pid, catchesSigusr1 }: LocalProcess, system: LocalSystem): void {
  if (!catchesSigusr1)
    throw new ToolError('attach-refused', `Process ${pid} does not open an inspector on SIGUSR1; it would be ended`, {
      hint: 'It may run under --disable-sigusr1, or still be starting. Start it with --inspect to attach.',
    });
  try {
    system.signal(pid);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ESRCH') throw notFound(pid, 'It has just ended.');
    throw new ToolError('attach-refused', `Process ${pid} is not ours to signal`, {
      hint: 'Attach as the user that runs it, or as root.',
      cause: error,
    });
  }
}

/** Refuses an address that other machines can reach: the signal opens the inspector at the address of the flags. */
function refuseOtherAddress(process: LocalProcess): void {
  const { host, port } = flaggedAddress(process);
  if (host === null || isLoopback(host)) return;
  const refuse = (reason: string, hint: string): ToolError =>
    new ToolError('attach-refused', `Process ${process.pid} ${reason}`, { hint });
  if (!isStartedInspected(process))
    throw refuse(
      `would open its inspector at ${host}, where others can reach it`,
      'Start it with --inspect-port=127.0.0.1:9229, or without the flag.',
    );
  throw refuse(
    `has its inspector at ${host}, and none at ${LOOPBACK}`,
    `Attach to ${host}:${port ?? DEFAULT_INSPECTOR_PORT} with --allow-remote, or start it with --inspect alone.`,
  );
}

/** Ports that may belong to its inspector. Other ports belong to its service and are not contacted. */
function candidatePorts(process: LocalProcess, listening: readonly number[] | null): number[] {
  const { port: flagged } = flaggedAddress(process);
  const isInspected = isStartedInspected(process);
  if (listening === null) return isInspected && flagged !== 0 ? [flagged ?? DEFAULT_INSPECTOR_PORT] : [];
  // Port 0 means any.
  if (isInspected && flagged === 0) return [...listening];
  return [flagged ?? DEFAULT_INSPECTOR_PORT, DEFAULT_INSPECTOR_PORT].filter((port) => listening.includes(port));
}

function isStartedInspected({ flags }: LocalProcess): boolean {
  return flags.some((flag) => /^--inspect(-brk|-wait)?(=|$)/.test(flag));
}

/** The last host and the last port that flags give to the inspector; null for each that no flag gives. */
function flaggedAddress({ flags }: LocalProcess): { readonly host: string | null; readonly port: number | null } {
  const given = flags.flatMap((flag) => {
    const [, value] = /^--(?:inspect(?:-brk|-wait|-port)?|debug-port)=(.+)$/.exec(flag) ?? [];
    if (value === undefined) return [];
    const [, host, port] = /^(?:(.+):)?(\d+)$/.exec(value) ?? [value, value, undefined];
    return [{ host, port }];
  });
  const port = given.findLast((each) => each.port !== undefined)?.port;
  return { host: given.findLast((each) => each.host !== undefined)?.host ?? null, port: port ? Number(port) : null };
}

async function findInspector(ports: readonly number[]): Promise<InspectorEndpoint | null> {
  for (const port of ports) {
    const endpoint = { host: LOOPBACK, port };
    if (await isInspector(endpoint)) return endpoint;
  }
  return null;
}

function notFound(pid: number, hint: string): ToolError {
  return new ToolError('target-not-found', `There is no process ${pid}`, { hint });
}

function portTaken({ pid }: LocalProcess, port: number, owner: number, holder: LocalProcess | null): ToolError {
  const name = holder === null ? '' : ` (${processName(holder)})`;
  return new ToolError(
    'attach-refused',
    `Process ${pid} could open no inspector: process ${owner} has port ${port}${name}`,
    {
      hint:
        'Without a restart: if that is an inspector too, --free-port has it closed there for this session, and opened again ' +
        'after it. For later, start one of the two with --inspect-port=0, which takes any port.',
    },
  );
}
