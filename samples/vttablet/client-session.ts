import type { Row } from './db-connection.js';
import type { Reservation } from './reservation.js';
import type { StatefulPool } from './stateful-pool.js';

export interface SessionConfig {
  /** Whether reservation, connection and session refer to one another. */
  readonly attributeReservations: boolean;
  /** A lock's connection is kept busy at this interval, lest the server drops it; 0 for no heartbeat. */
  readonly heartbeatMs: number;
}

/** Runs one statement on the stateful connection with this id. */
export type RunStatement = (pool: StatefulPool, id: number, sql: string) => Promise<Row[]>;

/** A client's session, as its client and its reservation see it. `Session` is the real one. */
export interface ClientSession {
  readonly id: number;
  reservation: Reservation | null;
  /** Times that the heartbeat kept the connection busy. */
  readonly heartbeatCount: number;
  /** Whether it holds a reserved connection. */
  readonly isReserving: boolean;
  /** Takes a named lock, and reserves a connection first if need be. @throws Error when somebody else has it */
  lock(name: string): Promise<void>;
  unlock(name: string): Promise<void>;
  /** Runs a statement on the reserved connection. @throws the server's error */
  query(sql: string): Promise<Row[]>;
  /** Releases the locks and gives up the connection. Idempotent. */
  end(): Promise<void>;
}
