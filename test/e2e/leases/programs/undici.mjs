import { once } from 'node:events';
import { createServer } from 'node:http';

export async function open({ load }) {
  const { Pool } = await load('undici');
  const server = createServer((_, response) => response.end('x'.repeat(200_000))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const pool = new Pool(`http://127.0.0.1:${server.address().port}`, { connections: 40 });

  async function peek() {
    const { statusCode } = await pool.request({ path: '/', method: 'GET' });
    return statusCode;
  }
  async function fetchAll() {
    const { body } = await pool.request({ path: '/', method: 'GET' });
    await body.dump();
  }
  return { steady: [fetchAll], leaks: [peek], most: 12 };
}
