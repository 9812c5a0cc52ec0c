import type { Tablet } from '../tablet.js';

/** The faults that can be enabled in the tablet. With all of them off it is the fixed code. */
export interface Faults {
  /** `Pooled.next` is not cleared when an entry leaves its stack. */
  readonly keepNextOnPop: boolean;
  /** A query that fails does not release its reference on the stateful connection. */
  readonly forgetReleaseOnError: boolean;
  /** A session's heartbeat goes on when the session has ended. */
  readonly keepHeartbeat: boolean;
  /** A connection stays in the book when it is closed. */
  readonly keepClosedInBook: boolean;
}

export const NO_FAULTS: Faults = {
  keepNextOnPop: false,
  forgetReleaseOnError: false,
  keepHeartbeat: false,
  keepClosedInBook: false,
};

/** How much one cycle of work is. */
export interface LoadSize {
  /** Sessions that come at once. */
  readonly sessions: number;
  /** Leader locks held at most; a cycle adds one while there are fewer. */
  readonly leaders: number;
}

/** A reproducible piece of work with one fault in it, or none. */
export interface Scenario {
  readonly name: string;
  /** One line for `--help`. */
  readonly summary: string;
  readonly faults: Faults;
  /** Whether sessions, reservations and connections refer to one another, and sessions have a heartbeat. */
  readonly linked: boolean;
  /** Whether its sessions reserve connections at all. */
  readonly reserves: boolean;
  /** Leaders that it makes do with, where the load allows more; `null` for as many as the load allows. */
  readonly maxLeaders: number | null;
  /** Reserved connections that the fault leaves open in each cycle. */
  readonly leakedConnectionsPerCycle: number;
  /** One cycle of work. Resolves when its sessions have ended, but for the leader. */
  readonly runCycle: (tablet: Tablet, size: LoadSize, cycle: number) => Promise<void>;
}
