import type { Row } from './db-connection.js';
import type { StatefulPool } from './stateful-pool.js';

/**
 * Runs one statement on the stateful connection with this id, and relies on that connection for as long as it runs.
 * @throws the server's error
 */
export async function runStatement(pool: StatefulPool, id: number, sql: string): Promise<Row[]> {
  const conn = pool.getAndLock(id, 'query');
  conn.retain();
  try {
    const rows = await conn.exec(sql);
    await conn.release('lost its last user');
    return rows;
  } finally {
    await conn.unlock();
  }
}
