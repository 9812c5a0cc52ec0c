import type { Profile } from '../profile-schema.js';

/** KafkaJS: connections to brokers, one each in releases 1, two each in later ones. */
export const kafkajs: Profile = {
  name: 'kafkajs',
  library: {
    package: 'kafkajs',
    versions: '>=1.15.0 <3',
    facts: [
      {
        what: 'brokers in the object `brokers` by node, and the one that was asked first as `seedBroker`',
        where: 'kafkajs 1.15.0 and 2.2.4, src/cluster/brokerPool.js',
      },
      { what: 'a broker has one `connection`', where: 'kafkajs 1.15.0, src/broker/index.js' },
      {
        what: 'a broker has a `connectionPool` with two connections in `pool`, opened when first used',
        where: 'kafkajs 2.2.4, src/network/connectionPool.js',
      },
      {
        what: '`connectionStatus` is `connected`, `disconnecting` or `disconnected`; it can connect again',
        where: 'kafkajs 1.15.0 and 2.2.4, src/network/connection.js',
      },
    ],
    notes: ['Nothing is leased: requests share the connections. The size counts open connections.'],
  },
  classes: {
    cluster: { class: 'BrokerPool', fields: ['createBroker', 'brokers', 'metadata', 'retrier'], anyName: true },
    connection: {
      class: 'Connection',
      fields: ['connectionStatus', 'requestQueue', 'authHandlers', 'socketFactory'],
      anyName: true,
    },
  },
  connections: ['connection'],
  pools: [
    {
      class: 'cluster',
      ledgers: ['brokers.*', 'seedBroker'].flatMap((broker) => [
        {
          field: `${broker}.connection`,
          kind: 'one' as const,
          role: 'all' as const,
          when: [{ field: 'connectionStatus', equals: 'connected' }],
        },
        {
          field: `${broker}.connectionPool.pool`,
          role: 'all' as const,
          when: [{ field: 'connectionStatus', equals: 'connected' }],
        },
      ]),
    },
  ],
  words: {
    pool: 'Kafka cluster',
    resource: 'Kafka connection',
    checkout: 'producer.connect()',
    release: 'producer.disconnect()',
    close: 'producer.disconnect()',
  },
};
