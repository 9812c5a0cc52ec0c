export interface Answer {
  readonly packages: Readonly<Record<string, string>>;
  readonly service: 'postgres' | 'mariadb' | 'redis' | 'rabbitmq' | null;
  readonly profile: string;
  /** Line of each function that takes without returning. */
  readonly lines: Readonly<Record<string, number>>;
  /** The helper in which such a function calls the pool. */
  readonly helpers?: Readonly<Record<string, string>>;
}

/**
 * What each program of this folder takes without returning it: the function, the line in it that takes, and, where that line is in a
 * helper, the line that calls the helper.
 */
export const ANSWERS: Readonly<Record<string, Answer>> = {
  pg: {
    packages: { pg: '8.23.1', 'pg-pool': '3.14.0' },
    service: 'postgres',
    profile: 'pg',
    lines: { shipOrder: 6, cancelOrder: 11 },
  },
  mysql2: {
    packages: { mysql2: '3.24.6' },
    service: 'mariadb',
    profile: 'mysql2',
    lines: { bookSeat: 7, bookRow: 12 },
  },
  mariadb: { packages: { mariadb: '3.5.4' }, service: 'mariadb', profile: 'mariadb', lines: { openTicket: 6 } },
  knex: {
    packages: { knex: '3.3.0', pg: '8.23.1' },
    service: 'postgres',
    profile: 'tarn',
    lines: { startTransfer: 6, holdConnection: 10 },
  },
  'generic-pool': {
    packages: { 'generic-pool': '3.9.0' },
    service: null,
    profile: 'generic-pool',
    lines: { dialOut: 20 },
  },
  redis: { packages: { redis: '6.3.1' }, service: 'redis', profile: 'redis', lines: { watchKey: 11 } },
  undici: { packages: { undici: '7.30.2' }, service: null, profile: 'undici', lines: { peek: 11 } },
  amqplib: {
    packages: { amqplib: '2.3.1' },
    service: 'rabbitmq',
    profile: 'amqplib',
    lines: { publishOnce: 7, publishSafely: 11 },
  },
  'own-pool': {
    packages: {},
    service: null,
    profile: 'switchboard',
    lines: { callAbroad: 57, callNow: 60 },
    helpers: { callAbroad: 'borrowed' },
  },
};
