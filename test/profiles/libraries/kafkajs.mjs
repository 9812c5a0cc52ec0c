import { startKafkaBroker } from '../support/kafka-broker.mjs';
import { settle } from '../support/lending-pool.mjs';

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'kafkajs',
  service: null,
  versions: [{ kafkajs: '1.15.0' }, { kafkajs: '2.2.4' }],
  async *moments({ require }) {
    const { Kafka, logLevel } = require('kafkajs');
    const broker = await startKafkaBroker();
    const kafka = new Kafka({ brokers: [`127.0.0.1:${broker.port}`], logLevel: logLevel.NOTHING });
    const admin = kafka.admin();
    await admin.connect();
    await settle();
    yield { moment: 'connected', said: {}, known: { size: await broker.connections() } };

    await admin.describeCluster();
    await settle();
    yield { moment: 'in use', said: {}, known: { size: await broker.connections() } };

    await admin.disconnect();
    await settle();
    yield { moment: 'disconnected', said: {}, known: { size: 0 } };
    broker.close();
  },
};
