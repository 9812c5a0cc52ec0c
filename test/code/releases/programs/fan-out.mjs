import pg from 'pg';

const pool = new pg.Pool({ max: 10 });

export async function copyRows(table, other) {
  const [reader, writer] = await Promise.all([pool.connect(), pool.connect()]);
  try {
    const { rows } = await reader.query(`select * from ${table}`);
    for (const row of rows) await writer.query(`insert into ${other} values ($1)`, [row]);
  } finally {
    reader.release();
    writer.release();
  }
}
