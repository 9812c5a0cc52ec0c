import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import process from 'node:process';

/**
 * Bytes of one snapshot from which on it pays to start anew. What a snapshot is read into comes from the system in pages of 4 kB,
 * and to ask for each of them is a quarter of all work; a second process costs as much as 60 MB of snapshot, and 45 MB of memory.
 */
const PAYS_FROM_BYTES = 256 * 2 ** 20;
/** Packed snapshots are five to seven times smaller. */
const PACKED_FACTOR = 5;
const PACKED = /\.(?:gz|zst)$/;

const TUNABLE = 'glibc.malloc.hugetlb';
/** Asks the system for pages of 2 MB wherever malloc asks for much memory. */
const WANTED = `${TUNABLE}=1`;
const POLICY_FILE = '/sys/kernel/mm/transparent_hugepage/enabled';
/** What the system says when it gives large pages to those alone who ask. */
const ON_REQUEST = '[madvise]';

const VIRTIO_DEVICES = '/sys/bus/virtio/devices';
/** The memory balloon, and its feature of reporting free pages: Virtual I/O Device (VIRTIO) 1.2, sections 5 and 5.5.3. */
const BALLOON = '0x0005';
const REPORTS_FREE_PAGES = 5;

/** What is asked of the machine. */
export interface PageFacts {
  readonly platform: string;
  /** Bytes of a file; 0 for what is none. */
  readonly sizeOf: (path: string) => number;
  /** Which pages the system gives, in its own words; empty where it does not say. */
  readonly policy: () => string;
  /** Whether a virtual machine hands free pages to its host at once, and has to ask for them again. */
  readonly givesBack: () => boolean;
  /** Options of Node.js itself that this process was started with. */
  readonly execArgv: readonly string[];
}

/**
 * The environment in which a run on large snapshots is to start anew, or null when this process will do. Node.js has
 * no way to ask for large pages, but the C library under it has, from its version 2.35 on: by a variable that is
 * read when a process starts. Who has set that variable for large pages, either way, is left alone; so is a process that was started by this.
 * Where free pages go back to a host, large ones do so first, and each costs more than all the small ones that it saves.
 *
 * @param args of the command line
 */
export function findLargePageEnvironment(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { platform, sizeOf, policy, givesBack, execArgv }: PageFacts = LOCAL_FACTS,
): NodeJS.ProcessEnv | null {
  const tunables = env.GLIBC_TUNABLES ?? '';
  if (platform !== 'linux' || tunables.includes(TUNABLE)) return null;
  // Two processes cannot listen to one debugger's port.
  if (execArgv.some((option) => option.startsWith('--inspect'))) return null;
  const isLarge = args.some((arg) => sizeOf(arg) * (PACKED.test(arg) ? PACKED_FACTOR : 1) >= PAYS_FROM_BYTES);
  if (!isLarge || !policy().includes(ON_REQUEST) || givesBack()) return null;
  return { ...env, GLIBC_TUNABLES: tunables === '' ? WANTED : `${tunables}:${WANTED}` };
}

/**
 * Runs the same command line in a process with another environment, which has this one's input and outputs.
 *
 * @returns its exit code, or the signal that ended it; null when it could not be started
 */
export async function runAnew(env: NodeJS.ProcessEnv): Promise<number | NodeJS.Signals | null> {
  // Loaded when needed: it takes longer than all else that is done here.
  const { spawn } = await import('node:child_process');
  const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  const stop = passInterruptsTo(child);
  try {
    return await new Promise((resolve) => {
      child.once('error', () => resolve(null));
      child.once('exit', (code, signal) => resolve(signal ?? code ?? 1));
    });
  } finally {
    stop();
  }
}

/** Calls `interrupt` when the process that started this one in its place is told to stop, or is gone. Does not keep this one running. */
export function onInterruptOfStarter(interrupt: () => void): void {
  if (process.channel === undefined || process.channel === null) return;
  process.once('message', interrupt);
  process.once('disconnect', interrupt);
  process.channel.unref();
}

/**
 * Ctrl-C in a terminal reaches both processes, a signal of another program only this one: so it is passed on as a message, since the
 * second of two signals would end the other at once. A second one ends this process the usual way.
 */
function passInterruptsTo(child: ChildProcess): () => void {
  const pass = () => {
    if (child.connected) child.send('interrupt');
  };
  process.once('SIGINT', pass);
  const terminate = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, terminate);
  return () => {
    process.off('SIGINT', pass);
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.off(signal, terminate);
  };
}

const LOCAL_FACTS: PageFacts = {
  execArgv: process.execArgv,
  platform: process.platform,
  sizeOf: (path) => {
    const stats = path.startsWith('-') ? undefined : statSync(path, { throwIfNoEntry: false });
    return stats?.isFile() === true ? stats.size : 0;
  },
  policy: () => {
    try {
      return readFileSync(POLICY_FILE, 'latin1');
    } catch {
      return '';
    }
  },
  givesBack: () => {
    try {
      return readdirSync(VIRTIO_DEVICES).some((name) => {
        const read = (file: string) => readFileSync(`${VIRTIO_DEVICES}/${name}/${file}`, 'latin1').trim();
        return read('device') === BALLOON && read('features')[REPORTS_FREE_PAGES] === '1';
      });
    } catch {
      return false;
    }
  },
};
