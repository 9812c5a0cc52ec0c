import pg from 'pg';

const pool = new pg.Pool({ max: 10 });

export async function sumOfTables(tables) {
  const counts = await Promise.all(
    tables.map(async (table) => {
      const client = await pool.connect();
      try {
        const { rows } = await client.query(`select count(*) from ${table}`);
        return Number(rows[0].count);
      } finally {
        client.release();
      }
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
