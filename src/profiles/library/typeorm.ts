import type { Profile } from '../profile-schema.js';

/** TypeORM uses the pools of the drivers, but with PostgreSQL it records who borrowed from them. */
export const typeorm: Profile = {
  name: 'typeorm',
  library: {
    package: 'typeorm',
    versions: '>=0.3.0 <2',
    facts: [
      {
        what: 'query runners that hold a connection are in `connectedQueryRunners` of the driver, until `release()`',
        where: 'typeorm 0.3.0 and 1.1.1, driver/postgres/PostgresDriver.js and PostgresQueryRunner.js',
      },
      {
        what: '`isReleased` true from `release()` on; `databaseConnection` is kept even then',
        where: 'typeorm 1.1.1, query-runner/BaseQueryRunner.js',
      },
    ],
    reserved: 'The connection of a query runner between `connect()` and `release()`; a transaction needs one.',
    notes: [
      'Only the drivers of the PostgreSQL family have this list; with others the pool of the driver tells it all.',
    ],
  },
  classes: {
    driver: {
      class: ['PostgresDriver', 'CockroachDriver', 'AuroraPostgresDriver'],
      fields: ['connectedQueryRunners', 'options', 'isReplicated'],
      anyName: true,
    },
    queryRunner: { fields: ['isReleased', 'isTransactionActive', 'broadcaster', 'driver'], anyName: true },
  },
  sessions: ['queryRunner'],
  pools: [
    {
      class: 'driver',
      ledgers: [{ field: 'connectedQueryRunners', role: 'leased', entry: 'databaseConnection' }],
    },
  ],
  deadWhen: [{ class: 'queryRunner', field: 'isReleased', equals: true }],
  words: {
    pool: 'TypeORM driver',
    resource: 'TypeORM query runner',
    checkout: 'dataSource.createQueryRunner()',
    release: 'queryRunner.release()',
  },
};
