import pg from 'pg';

const pool = new pg.Pool({ max: 10 });

export async function* pageRows(size) {
  const client = await pool.connect();
  let after = 0;
  for (;;) {
    const { rows } = await client.query('select * from log where id > $1 order by id limit $2', [after, size]);
    if (rows.length === 0) break;
    yield rows;
    after = rows[rows.length - 1].id;
  }
  client.release();
}
