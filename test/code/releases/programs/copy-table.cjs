'use strict';
const knex = require('knex');

const { client } = knex({ client: 'pg' });

async function copyTable(table, kind) {
  const connection = await client.acquireConnection();
  try {
    switch (kind) {
      case 'view':
        return 'skipped';
      case 'large':
        await connection.query(`create table ${table}_copy (like ${table})`);
        break;
      default:
        await connection.query(`create table ${table}_copy as select * from ${table}`);
    }
  } catch (error) {
    await client.releaseConnection(connection);
    throw error;
  }
  await client.releaseConnection(connection);
  return 'copied';
}

module.exports = { copyTable };
