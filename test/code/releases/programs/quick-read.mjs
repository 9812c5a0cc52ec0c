import { setTimeout as sleep } from 'node:timers/promises';

import pg from 'pg';

const pool = new pg.Pool({ max: 10 });

async function tooLate(ms) {
  await sleep(ms);
  throw new Error('too late');
}

export async function quickRead(text) {
  const client = await Promise.race([
    pool.connect(),
    tooLate(500),
  ]);
  try {
    return await client.query(text);
  } finally {
    client.release();
  }
}
