import type { Modules } from '../parts.js';
import type { Tablet } from '../tablet.js';

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
  /** The modules it runs with: the mended ones, but for the one with its fault. */
  readonly modules: Modules;
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
