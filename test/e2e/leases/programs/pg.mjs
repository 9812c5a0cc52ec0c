export async function open({ load, service }) {
  const { Pool } = await load('pg');
  const pool = new Pool({ ...service, max: 40, idleTimeoutMillis: 600_000 });

  async function shipOrder() {
    const client = await pool.connect();
    await client.query('select 1');
  }
  function cancelOrder() {
    return new Promise((resolve, reject) => {
      pool.connect((error, client) => {
        if (error) reject(error);
        else client.query('select 2', resolve);
      });
    });
  }
  async function readOrder() {
    const client = await pool.connect();
    try {
      await client.query('select 3');
    } finally {
      client.release();
    }
  }
  function countOrders() {
    return pool.query('select 4');
  }
  function listOrders() {
    return new Promise((resolve, reject) => {
      pool.connect((error, client, done) => {
        if (error) return reject(error);
        client.query('select 5', (failed) => {
          done(failed);
          resolve();
        });
      });
    });
  }
  return { steady: [readOrder, countOrders, listOrders], leaks: [shipOrder, shipOrder, cancelOrder], most: 12 };
}
