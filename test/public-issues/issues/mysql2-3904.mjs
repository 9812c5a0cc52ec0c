/**
 * A connection of a pool keeps the first query that it was opened for, and all rows of its answer, through a listener
 * that was to be called once.
 *
 * @type {import('../rebuild.js').PublicIssue}
 */
export const issue = {
  url: 'https://github.com/sidorares/node-mysql2/issues/3904',
  service: 'mariadb',
  faulty: { mysql2: '3.17.4' },
  fixed: { mysql2: '3.17.5' },
  finds: { kind: 'stale-link', place: 'PoolConnection._events.error' },
  async start({ load, service }) {
    const mysql = await load('mysql2/promise.js');
    const pool = mysql.createPool({ ...service, connectionLimit: 100 });
    let opened = 0;
    return async () => {
      opened += 5;
      const queries = Array.from({ length: opened }, () => pool.query('select seq from seq_1_to_10000'));
      await Promise.all(queries);
    };
  },
};
