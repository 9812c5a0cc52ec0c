import { startHoldingProxy } from '../support/holding-proxy.mjs';
import { settle } from '../support/lending-pool.mjs';

const MESSAGES = 5;
const OFFLINE = 2;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'mqtt',
  service: 'mosquitto',
  versions: [{ mqtt: '4.0.0' }, { mqtt: '5.16.0' }],
  async *moments({ require, service }) {
    const mqtt = require('mqtt');
    const proxy = await startHoldingProxy(service);
    const client = mqtt.connect(`mqtt://${proxy.host}:${proxy.port}`, { reconnectPeriod: 60_000 });
    await new Promise((resolve) => client.once('connect', resolve));
    await settle();
    yield { moment: 'at rest', said: {}, known: { pools: 1, pending: 0 } };

    const publish = (/** @type {number} */ number) => client.publish('poolscope', `${number}`, { qos: 1 });
    proxy.hold();
    for (let number = 0; number < MESSAGES; number += 1) publish(number);
    await settle();
    yield { moment: 'unanswered', said: {}, known: { pools: 1, pending: MESSAGES } };

    proxy.resume();
    await settle();
    yield { moment: 'answered', said: {}, known: { pools: 1, pending: 0 } };

    proxy.close();
    await new Promise((resolve) => client.once('close', resolve));
    for (let number = 0; number < OFFLINE; number += 1) publish(number);
    await settle();
    yield { moment: 'offline', said: {}, known: { pools: 1, pending: OFFLINE } };
    client.end(true);
  },
};
