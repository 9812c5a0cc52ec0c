import { agentkeepalive } from './library/agentkeepalive.js';
import { amqplib } from './library/amqplib.js';
import { drizzle } from './library/drizzle.js';
import { genericPool } from './library/generic-pool.js';
import { grpcJs } from './library/grpc-js.js';
import { http } from './library/http.js';
import { http2 } from './library/http2.js';
import { https } from './library/https.js';
import { ioredis } from './library/ioredis.js';
import { kafkajs } from './library/kafkajs.js';
import { knex } from './library/knex.js';
import { lightningPool } from './library/lightning-pool.js';
import { mariadb } from './library/mariadb.js';
import { mongodb } from './library/mongodb.js';
import { mongodbSessions } from './library/mongodb-sessions.js';
import { mqtt } from './library/mqtt.js';
import { mysql } from './library/mysql.js';
import { mysql2 } from './library/mysql2.js';
import { nats } from './library/nats.js';
import { net } from './library/net.js';
import { nodemailer } from './library/nodemailer.js';
import { pg } from './library/pg.js';
import { postgres } from './library/postgres.js';
import { prisma } from './library/prisma.js';
import { redis } from './library/redis.js';
import { sequelizePool } from './library/sequelize-pool.js';
import { socketIo } from './library/socket-io.js';
import { ssh2 } from './library/ssh2.js';
import { tarn } from './library/tarn.js';
import { tedious } from './library/tedious.js';
import { typeorm } from './library/typeorm.js';
import { undici } from './library/undici.js';
import { ws } from './library/ws.js';
import type { Profile } from './profile-schema.js';

/** The built-in profiles, by library name. */
export const BUILTIN_PROFILES: readonly Profile[] = [
  agentkeepalive,
  amqplib,
  drizzle,
  genericPool,
  grpcJs,
  http,
  http2,
  https,
  ioredis,
  kafkajs,
  knex,
  lightningPool,
  mariadb,
  mongodb,
  mongodbSessions,
  mqtt,
  mysql,
  mysql2,
  nats,
  net,
  nodemailer,
  pg,
  postgres,
  prisma,
  redis,
  sequelizePool,
  socketIo,
  ssh2,
  tarn,
  tedious,
  typeorm,
  undici,
  ws,
];
