export async function open({ load, service }) {
  const { createPool } = await load('mariadb');
  const pool = createPool({ ...service, connectionLimit: 40, acquireTimeout: 30_000 });

  async function openTicket() {
    const connection = await pool.getConnection();
    await connection.query('select 1');
  }
  async function readTicket() {
    const connection = await pool.getConnection();
    try {
      await connection.query('select 2');
    } finally {
      await connection.release();
    }
  }
  async function scrapTicket() {
    const connection = await pool.getConnection();
    connection.destroy();
  }
  function countTickets() {
    return pool.query('select 3');
  }
  const steady = [readTicket, countTickets, readTicket, countTickets, readTicket, countTickets, scrapTicket];
  return { steady, leaks: [openTicket], most: 12 };
}
