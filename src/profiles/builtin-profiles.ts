import { drizzle } from './library/drizzle.js';
import { genericPool } from './library/generic-pool.js';
import { knex } from './library/knex.js';
import { lightningPool } from './library/lightning-pool.js';
import { mariadb } from './library/mariadb.js';
import { mysql } from './library/mysql.js';
import { mysql2 } from './library/mysql2.js';
import { pg } from './library/pg.js';
import { postgres } from './library/postgres.js';
import { prisma } from './library/prisma.js';
import { sequelizePool } from './library/sequelize-pool.js';
import { tarn } from './library/tarn.js';
import { tedious } from './library/tedious.js';
import { typeorm } from './library/typeorm.js';
import type { Profile } from './profile-schema.js';

/** The libraries that are known without being told, by name. */
export const BUILTIN_PROFILES: readonly Profile[] = [
  drizzle,
  genericPool,
  knex,
  lightningPool,
  mariadb,
  mysql,
  mysql2,
  pg,
  postgres,
  prisma,
  sequelizePool,
  tarn,
  tedious,
  typeorm,
];
