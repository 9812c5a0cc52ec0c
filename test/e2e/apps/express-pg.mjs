/** A shop on Express and pg. With `fault`, an order that is refused keeps its client. */
export async function start({ load, service, isFaulty }) {
  const express = await load('express');
  const { Pool } = await load('pg');
  const pool = new Pool({ ...service, max: 60 });
  const app = express();
  app.get('/order/:id', async (request, response) => {
    const client = await pool.connect();
    const id = Number(request.params.id);
    try {
      const { rows } = await client.query('select $1::int as id, pg_backend_pid() as backend', [id]);
      // Refused: the early return forgets what the end of the function does.
      if (isFaulty && id % 4 === 0) return response.status(409).json({ refused: id });
      response.json(rows[0]);
    } catch (error) {
      response.status(500).send(error.message);
    }
    client.release();
  });
  app.get('/health', (_request, response) => response.send('well'));
  return await new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => resolve(server.address().port));
  });
}

export const packages = { express: '5.3.0', pg: '8.23.1' };
export const service = 'postgres';
/** What a leak must name. */
export const culprit = /_clients|BoundPool|Pool/;
