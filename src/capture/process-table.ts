import { basename } from 'node:path';

/** A process of this machine, as far as the system tells. */
export interface LocalProcess {
  readonly pid: number;
  /** Its pid as it knows it itself: another one inside a container. */
  readonly innerPid: number;
  readonly userId: number;
  readonly state: 'running' | 'stopped' | 'ended';
  readonly isNode: boolean;
  /** The command line, which may hold secrets: only names of executables and scripts are ever shown. */
  readonly args: readonly string[];
  /** What may hold flags of Node.js: NODE_OPTIONS and the arguments. */
  readonly flags: readonly string[];
  /** Whether SIGUSR1 does something other than end it. */
  readonly catchesSigusr1: boolean;
  /** Whether its ports are ours. */
  readonly sharesNetwork: boolean;
  /** Whether our pids are its pids. */
  readonly sharesPids: boolean;
}

/**
 * What a process may be called in a message: the executable and the script. Further arguments may hold secrets.
 *
 * @example
 * processName(process) // 'node server.js'
 */
export function processName({ args }: Pick<LocalProcess, 'args'>): string {
  // A process that gave itself a title has that in the place of all its arguments.
  const [executable = '', ...rest] = args.length === 1 ? (args[0] ?? '').split(/\s+/) : args;
  const isScript = (arg: string, index: number): boolean =>
    !/^(-|\d+$)/.test(arg) && !TAKES_VALUE.test(rest[index - 1] ?? '');
  const at = rest.findIndex(isScript);
  const isProgramGiven = rest.slice(0, at === -1 ? undefined : at).some((arg) => EVALUATES.test(arg));
  const script = isProgramGiven ? '-e' : rest[at];
  return [basename(executable), ...(script === undefined ? [] : [script])].join(' ');
}

/** Flags of Node.js that are followed by something other than the script, which is no number. */
const TAKES_VALUE = /^(-r|--require|--import|--loader|--experimental-loader|-C|--conditions)$/;
/** Flags that are followed by the program itself. */
const EVALUATES = /^(-e|--eval|-p|-pe|--print)$/;

/** The system's processes. A seam: a test gives processes of its own. */
export interface ProcessTable {
  /** The process, or null when there is none. */
  find(pid: number): Promise<LocalProcess | null>;
  /** All processes of Node.js, by pid. */
  list(): Promise<LocalProcess[]>;
  /** TCP ports it listens on, or null when that cannot be told. */
  listeningPorts(pid: number): Promise<number[] | null>;
  /** Pids of those connected to a port of this machine, null for each that cannot be told. */
  clientsOf(port: number): Promise<(number | null)[]>;
  /** Pid of whoever listens on a port, or null. */
  listenerOn(port: number): Promise<number | null>;
}
