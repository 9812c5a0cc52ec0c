import { basename } from 'node:path';

/** A process on this machine, as far as the system shows it. */
export interface LocalProcess {
  readonly pid: number;
  /** Its pid in its own namespace, which differs in a container. */
  readonly innerPid: number;
  readonly userId: number;
  readonly state: 'running' | 'stopped' | 'ended';
  readonly isNode: boolean;
  /** Processor time that it has used, in milliseconds; undefined where that is unknown. */
  readonly cpuMs?: number;
  /** The command line, which may hold secrets: only names of executables and scripts are ever shown. */
  readonly args: readonly string[];
  /** Text that may contain Node.js flags: NODE_OPTIONS and the arguments. */
  readonly flags: readonly string[];
  /** Whether the process handles SIGUSR1, rather than being ended by it. */
  readonly catchesSigusr1: boolean;
  /** Whether it is in our network namespace. */
  readonly sharesNetwork: boolean;
  /** Whether it is in our pid namespace. */
  readonly sharesPids: boolean;
}

/**
 * The name of a process for messages: the executable and the script. Further arguments may hold secrets.
 *
 * @example processName(process) // 'node server.js'
 */
export function processName({ args }: Pick<LocalProcess, 'args'>): string {
  // A process that set its title has the title in place of its arguments.
  const [executable = '', ...rest] = args.length === 1 ? (args[0] ?? '').split(/\s+/) : args;
  const isScript = (arg: string, index: number): boolean =>
    !/^(-|\d+$)/.test(arg) && !TAKES_VALUE.test(rest[index - 1] ?? '');
  const at = rest.findIndex(isScript);
  const isProgramGiven = rest.slice(0, at === -1 ? undefined : at).some((arg) => EVALUATES.test(arg));
  const script = isProgramGiven ? '-e' : rest[at];
  return [basename(executable), ...(script === undefined ? [] : [script])].join(' ');
}

/** Node.js flags that are followed by a value other than a number. */
const TAKES_VALUE = /^(-r|--require|--import|--loader|--experimental-loader|-C|--conditions)$/;
/** Flags that are followed by the program itself. */
const EVALUATES = /^(-e|--eval|-p|-pe|--print)$/;

/** The processes of the system. Tests pass their own. */
export interface ProcessTable {
  /** The process, or null when there is none. */
  find(pid: number): Promise<LocalProcess | null>;
  /** All processes of Node.js, by pid. */
  list(): Promise<LocalProcess[]>;
  /** TCP ports it listens on, or null when that is unknown. */
  listeningPorts(pid: number): Promise<number[] | null>;
  /** Pids of the processes connected to a port of this machine, null for each that is unknown. */
  clientsOf(port: number): Promise<(number | null)[]>;
  /** Pid of the process that listens on a port, or null. */
  listenerOn(port: number): Promise<number | null>;
}
