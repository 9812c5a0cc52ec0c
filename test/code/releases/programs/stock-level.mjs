import pg from 'pg';

const pool = new pg.Pool({ max: 10 });

export async function stockLevel(article) {
  const client = await pool.connect();
  if (article === undefined) {
    return null;
  }
  try {
    const { rows } = await client.query('select level from stock where article = $1', [article]);
    return rows[0].level;
  } finally {
    client.release();
  }
}
