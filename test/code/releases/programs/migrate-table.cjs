'use strict';
const knex = require('knex');

const { client } = knex({ client: 'pg' });

async function migrateTable(table, step) {
  const connection = await client.acquireConnection();
  try {
    switch (step) {
      case 'add':
        return await connection.query(`alter table ${table} add column note text`);
      case 'drop':
        await connection.query(`alter table ${table} drop column note`);
        break;
      default:
        throw new RangeError(step);
    }
    return await connection.query(`analyze ${table}`);
  } finally {
    await client.releaseConnection(connection);
  }
}

module.exports = { migrateTable };
