import { connect as connectSocket, type Socket } from 'node:net';
import mysql from 'mysql2';
import type { Activity } from './activity.js';
import type { PoolConnection } from './pooled.js';
import type { Reservation } from './reservation.js';
import type { Setting } from './setting.js';

/**
 * mysql2 allocates the slots of its statement cache in advance, 16,000 by default: arrays that would make up most of
 * a snapshot. Nothing here is prepared.
 */
export const MAX_PREPARED_STATEMENTS = 1;

/** Where the server is, and who we are to it. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** `undefined` for none. */
  readonly database: string | undefined;
}

/** The book that a connection is entered in. `ConnectionBook` is the real one. */
export interface Book {
  readonly size: number;
  nextId(): number;
  add(conn: DbConnection): void;
  /** To be told of every connection that closes. */
  onClosed(conn: DbConnection): void;
}

/** One row of a result, by column name. */
export type Row = Readonly<Record<string, unknown>>;

/** One connection to the server: `mysql2` behind the interface that the pool wants. */
export class DbConnection implements PoolConnection {
  readonly id: number;
  closed = false;
  /** Milliseconds since the epoch, `null` while open. */
  closedAt: number | null = null;
  setting: Setting | null = null;
  /** For whom it works, when reservations are attributed. */
  reservation: Reservation | null = null;
  private readonly client: mysql.Connection;
  private readonly book: Book;
  private readonly activity: Activity;
  /** Whether it was us who closed it. */
  private ending = false;

  private constructor(client: mysql.Connection, socket: Socket, book: Book, activity: Activity) {
    this.id = book.nextId();
    this.client = client;
    this.book = book;
    this.activity = activity;
    book.add(this);
    socket.once('close', () => this.onSocketClosed());
    // A broken connection is noticed by `closed` and by the query that fails, not by an uncaught event.
    client.on('error', () => this.markClosed());
  }

  /** Opens a connection and books it. @throws the server's or the socket's error */
  static async open(address: ServerAddress, book: Book, activity: Activity): Promise<DbConnection> {
    activity.opening += 1;
    const socket = connectSocket(address.port, address.host).setNoDelay(true);
    try {
      const { user, password, database } = address;
      const login = database === undefined ? { user, password } : { user, password, database };
      const client = mysql.createConnection({
        ...login,
        stream: socket,
        maxPreparedStatements: MAX_PREPARED_STATEMENTS,
      });
      await handshake(client);
      activity.sockets += 1;
      return new DbConnection(client, socket, book, activity);
    } catch (error) {
      socket.destroy();
      throw error;
    } finally {
      activity.opening -= 1;
    }
  }

  /** The server's name for this connection. */
  get threadId(): number {
    return this.client.threadId;
  }

  /** Runs one statement. @throws the server's error, or the socket's */
  query(sql: string): Promise<Row[]> {
    this.activity.queries += 1;
    return new Promise<Row[]>((resolve, reject) => {
      this.client.query<mysql.RowDataPacket[]>(sql, (error, rows) => {
        this.activity.queries -= 1;
        if (error) reject(error);
        else resolve(Array.isArray(rows) ? rows : []);
      });
    });
  }

  async applySetting(setting: Setting): Promise<void> {
    await this.query(setting.query);
    this.setting = setting;
  }

  async resetSetting(): Promise<void> {
    if (this.setting !== null) await this.query(this.setting.resetQuery);
    this.setting = null;
  }

  /** Says goodbye to the server, which then closes the socket. */
  close(): void {
    if (this.closed) return;
    this.markClosed();
    this.ending = true;
    this.activity.closing += 1;
    this.client.end();
  }

  private markClosed(): void {
    if (this.closed) return;
    this.closed = true;
    this.closedAt = Date.now();
    this.book.onClosed(this);
  }

  private onSocketClosed(): void {
    this.activity.sockets -= 1;
    if (this.ending) this.activity.closing -= 1;
    this.markClosed();
  }
}

function handshake(client: mysql.Connection): Promise<void> {
  return new Promise((resolve, reject) => {
    client.connect((error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
