/** A service on Fastify and mysql2. With `fault`, each request leaves a listener on the connection that it borrowed. */
export async function start({ load, service, isFaulty }) {
  const fastify = await load('fastify');
  const { createPool } = await load('mysql2/promise');
  const pool = createPool({ ...service, connectionLimit: 10 });
  const app = fastify();
  app.get('/order/:id', async (request) => {
    const connection = await pool.getConnection();
    try {
      const audit = { id: request.params.id, notes: new Array(20).fill(request.params.id) };
      // Put on at every checkout, and never taken off.
      if (isFaulty) connection.connection.on('error', (error) => app.log.error({ audit, error }));
      const [rows] = await connection.query('select ? as id, connection_id() as backend', [request.params.id]);
      return rows[0];
    } finally {
      connection.release();
    }
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return app.server.address().port;
}

export const packages = { fastify: '5.12.8', mysql2: '3.24.6' };
export const service = 'mariadb';
/** What a leak must name. */
export const culprit = /_events\.error/;
