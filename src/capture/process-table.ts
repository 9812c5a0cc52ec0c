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
