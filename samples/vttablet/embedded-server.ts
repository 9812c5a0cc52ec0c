import { type AddressInfo, createServer as createListener, type Server } from 'node:net';
import mysql from 'mysql2';
import { MAX_PREPARED_STATEMENTS, type ServerAddress } from './db-connection.js';
import { NamedLocks } from './named-locks.js';
import { type Answer, answerStatement } from './sql-answers.js';

const UTF8MB4_GENERAL_CI = 45;
const AUTOCOMMIT = 2;
/** All that a MySQL 5.7 server offers but compression and TLS, which loopback does not need. */
const CAPABILITIES = 0xffffff & ~0x20 & ~0x800;
const TYPE_LONGLONG = 8;

/**
 * A small MySQL server in this very process, on a free loopback port: mysql2's own server half, with locks that
 * are bound to their connection as they should be. It lets a sample run where no database is.
 */
export class EmbeddedServer {
  private readonly locks = new NamedLocks();
  private readonly listener: Server;
  private connections = 0;
  private lastThreadId = 0;

  private constructor() {
    // What mysql2's createServer() does, which can be told neither the address to bind nor the size of the cache.
    this.listener = createListener((socket) => {
      this.connections += 1;
      socket.setNoDelay(true);
      socket.once('close', () => {
        this.connections -= 1;
      });
      this.serve(
        mysql.createConnection({ stream: socket, isServer: true, maxPreparedStatements: MAX_PREPARED_STATEMENTS }),
      );
    });
  }

  static async start(): Promise<EmbeddedServer> {
    const server = new EmbeddedServer();
    await new Promise<void>((resolve, reject) => {
      server.listener.once('error', reject);
      server.listener.listen(0, '127.0.0.1', () => {
        server.listener.off('error', reject);
        resolve();
      });
    });
    return server;
  }

  /** Sockets open on the server's side. */
  get connectionCount(): number {
    return this.connections;
  }

  get address(): ServerAddress {
    const bound: AddressInfo | string | null = this.listener.address();
    if (bound === null || typeof bound === 'string') throw new Error('the embedded server is not listening');
    return { host: bound.address, port: bound.port, user: 'root', password: '', database: 'test' };
  }

  /** Stops listening, and resolves when the last connection has gone. */
  async close(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.listener.close((error) => (error === undefined ? resolve() : reject(error)));
    });
  }

  private serve(conn: mysql.Connection): void {
    this.lastThreadId += 1;
    const threadId = this.lastThreadId;
    conn.serverHandshake({
      protocolVersion: 10,
      serverVersion: '8.0.0-embedded',
      connectionId: threadId,
      statusFlags: AUTOCOMMIT,
      characterSet: UTF8MB4_GENERAL_CI,
      capabilityFlags: CAPABILITIES,
      authCallback: (_params: unknown, accept: (error: null) => void) => {
        accept(null);
        conn.sequenceId = 0;
      },
    });
    const answer = async (sql: string): Promise<void> => reply(conn, await answerStatement(sql, threadId, this.locks));
    conn.on('query', answer);
    // mysql2 sorts SET in with the prepared statements.
    conn.on('stmt_prepare', answer);
    conn.on('ping', () => reply(conn, { kind: 'ok' }));
    conn.on('quit', () => {
      this.locks.releaseAll(threadId);
      conn.end();
    });
    conn.on('end', () => this.locks.releaseAll(threadId));
    conn.on('error', () => this.locks.releaseAll(threadId));
  }
}

function reply(conn: mysql.Connection, answer: Answer): void {
  switch (answer.kind) {
    case 'ok':
      conn.writeOk();
      break;
    case 'error':
      conn.writeError({ code: answer.code, message: answer.message });
      break;
    case 'value':
      conn.writeTextResult([{ [answer.column]: answer.value }], [longColumn(answer.column)]);
      break;
  }
  // Each command starts a new packet sequence; mysql2 leaves that to its user.
  conn.sequenceId = 0;
}

function longColumn(name: string): Record<string, string | number> {
  return {
    catalog: 'def',
    schema: '',
    table: '',
    orgTable: '',
    name,
    orgName: name,
    characterSet: UTF8MB4_GENERAL_CI,
    columnLength: 21,
    columnType: TYPE_LONGLONG,
    flags: 0,
    decimals: 0,
  };
}
