/**
 * A manager makes a Database for each execution and forgets it later. The registry of pg-promise does not, not even when
 * its pool is closed: so the fixed program has one for all.
 *
 * @type {import('../rebuild.js').PublicIssue}
 */
export const issue = {
  url: 'https://github.com/n8n-io/n8n/issues/32724',
  service: 'postgres',
  faulty: { 'pg-promise': '12.7.1' },
  fixed: { 'pg-promise': '12.7.1' },
  finds: { kind: 'unbounded-collection', place: 'dbs' },
  async start({ load, service, isFaulty }) {
    const EVICTIONS = 10;
    const pgPromise = await load('pg-promise');
    const databases = new Map();
    const connect = (key, inputData) => {
      const known = databases.get(isFaulty ? key : 'one');
      if (known !== undefined) return known;
      const pgp = pgPromise({ noWarnings: true, receive: () => inputData.rows.length });
      const database = pgp({ ...service, max: 1, idleTimeoutMillis: 50 });
      databases.set(isFaulty ? key : 'one', database);
      return database;
    };
    let executions = 0;
    return async () => {
      for (let count = 0; count < EVICTIONS; count += 1) {
        executions += 1;
        const inputData = { rows: Array.from({ length: 50 }, (_, row) => ({ row })) };
        await connect(executions, inputData).any('select 1');
        if (isFaulty) databases.delete(executions);
      }
    };
  },
};
