import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { basename } from 'node:path';

import type { LocalProcess, ProcessTable } from './process-table.js';

const PROC = '/proc';
/** Bit 9 of a mask of signals that starts with signal 1. */
const SIGUSR1_BIT = 1n << 9n;
/** States of a TCP socket in the kernel's table. */
const ESTABLISHED = '01';
const LISTEN = '0A';

/** The processes that `/proc` shows. What it hides, such as details of other users' processes, stays unknown. */
export const linuxProcesses: ProcessTable = {
  find: async (pid) => {
    const status = await read(`${PROC}/${pid}/status`);
    // A thread answers at /proc/<tid> as well.
    if (status === null || Number(field(status, 'Tgid')) !== pid) return null;
    return await describe(pid, status);
  },
  list: async () => {
    const pids = (await readdir(PROC).catch(() => [])).map(Number).filter(Number.isInteger);
    const found: LocalProcess[] = [];
    for (const pid of pids.sort((a, b) => a - b)) {
      const process = await linuxProcesses.find(pid);
      if (process?.isNode === true) found.push(process);
    }
    return found;
  },
  listeningPorts: async (pid) => {
    const inodes = await socketInodes(pid);
    if (inodes === null) return null;
    const sockets = await tcpSockets(pid);
    const ports = sockets.filter(({ state, inode }) => state === LISTEN && inodes.has(inode)).map(({ port }) => port);
    return [...new Set(ports)].sort((a, b) => a - b);
  },
  clientsOf: async (port) => {
    const isOurs = ({ state, remotePort }: TcpSocket): boolean => state === ESTABLISHED && remotePort === port;
    const clients = (await tcpSockets('self')).filter(isOurs);
    const owners: (number | null)[] = [];
    for (const { inode } of clients) owners.push(await ownerOf(inode));
    return owners;
  },
  listenerOn: async (port) => {
    const socket = (await tcpSockets('self')).find((each) => each.state === LISTEN && each.port === port);
    return socket === undefined ? null : await ownerOf(socket.inode);
  },
};

async function describe(pid: number, status: string): Promise<LocalProcess> {
  const [executable, command, environment] = [
    await readlink(`${PROC}/${pid}/exe`).catch(() => null),
    await read(`${PROC}/${pid}/cmdline`),
    await read(`${PROC}/${pid}/environ`),
  ];
  const threads = await Promise.all(
    (await readdir(`${PROC}/${pid}/task`).catch(() => [])).map((task) => read(`${PROC}/${pid}/task/${task}/comm`)),
  );
  const cpuMs = cpuTime(await read(`${PROC}/${pid}/stat`));
  const args = (command ?? '').split('\0').filter((arg) => arg !== '');
  const nodeOptions = /(?:^|\0)NODE_OPTIONS=([^\0]*)/.exec(environment ?? '')?.[1] ?? '';
  const innerPids = field(status, 'NSpid').split(/\s+/).map(Number);
  return {
    pid,
    innerPid: innerPids.at(-1) || pid,
    userId: Number(field(status, 'Uid').split(/\s+/)[1]),
    state: stateOf(field(status, 'State')),
    ...(cpuMs === null ? {} : { cpuMs }),
    // A single executable application is Node.js under another name; from version 24 on its thread names show it.
    isNode:
      /^(node|nodejs|electron)\b/i.test(basename(executable ?? args[0] ?? '')) ||
      threads.some((name) => /^SignalInspector$/.test(name?.trim() ?? '')),
    args,
    flags: [...nodeOptions.split(/\s+/), ...args.slice(1)],
    catchesSigusr1: (BigInt(`0x${field(status, 'SigCgt') || '0'}`) & SIGUSR1_BIT) !== 0n,
    sharesNetwork: await sharesNamespace(pid, 'net'),
    sharesPids: await sharesNamespace(pid, 'pid'),
  };
}

/** In the program and in the kernel. Linux counts in hundredths of a second. */
function cpuTime(stat: string | null): number | null {
  // The name, in parentheses, may hold spaces.
  const columns = (stat ?? '').slice((stat ?? '').lastIndexOf(')') + 2).split(' ');
  const ticks = Number(columns[11]) + Number(columns[12]);
  return Number.isFinite(ticks) ? ticks * 10 : null;
}

function stateOf(text: string): LocalProcess['state'] {
  if (/^[ZX]/.test(text)) return 'ended';
  return /^[Tt]/.test(text) ? 'stopped' : 'running';
}

/** True also when it is unknown: an attempt to connect then shows it. */
async function sharesNamespace(pid: number, kind: 'net' | 'pid'): Promise<boolean> {
  const [own, other] = [
    await readlink(`${PROC}/self/ns/${kind}`).catch(() => null),
    await readlink(`${PROC}/${pid}/ns/${kind}`).catch(() => null),
  ];
  return own === null || other === null || own === other;
}

interface TcpSocket {
  readonly port: number;
  readonly remotePort: number;
  readonly state: string;
  readonly inode: string;
}

async function tcpSockets(pid: number | 'self'): Promise<TcpSocket[]> {
  const tables = [await read(`${PROC}/${pid}/net/tcp`), await read(`${PROC}/${pid}/net/tcp6`)];
  return tables.flatMap((table) =>
    (table ?? '')
      .split('\n')
      .slice(1)
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const columns = line.trim().split(/\s+/);
        const portOf = (address = ''): number => Number.parseInt(address.slice(address.lastIndexOf(':') + 1), 16);
        const [, local, remote, state = ''] = columns;
        return { port: portOf(local), remotePort: portOf(remote), state, inode: columns[9] ?? '' };
      }),
  );
}

/** Inodes of the sockets that a process has open; null when that is not permitted to know. */
async function socketInodes(pid: number): Promise<Set<string> | null> {
  const names = await readdir(`${PROC}/${pid}/fd`).catch(() => null);
  if (names === null) return null;
  const links = await Promise.all(names.map((name) => readlink(`${PROC}/${pid}/fd/${name}`).catch(() => '')));
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
}

async function ownerOf(inode: string): Promise<number | null> {
  for (const name of await readdir(PROC).catch(() => [])) {
    if (!/^\d+$/.test(name)) continue;
    if ((await socketInodes(Number(name)))?.has(inode) === true) return Number(name);
  }
  return null;
}

function field(status: string, name: string): string {
  return new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1]?.trim() ?? '';
}

async function read(path: string): Promise<string | null> {
  return await readFile(path, 'utf8').catch(() => null);
}

/** Whether this machine has the files that {@link linuxProcesses} reads. */
export async function hasProc(): Promise<boolean> {
  return await stat(`${PROC}/self/status`).then(
    () => true,
    () => false,
  );
}
