import { settle } from '../support/lending-pool.mjs';

const CHANNELS = 5;
const CLOSED = 2;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'amqplib',
  service: 'rabbitmq',
  versions: [{ amqplib: '0.8.0' }, { amqplib: '2.3.1' }],
  async *moments({ require, service }) {
    const { connect } = require('amqplib');
    const { host, port, user, password } = service;
    const model = await connect(`amqp://${user}:${password}@${host}:${port}`);
    // The library tells the bound, not how many channels are open.
    const said = () => ({ maximum: model.connection.channelMax });
    const known = (/** @type {number} */ open) => ({ size: open, leased: open });
    yield { moment: 'at rest', said: said(), known: known(0) };

    const channels = [];
    for (let count = 0; count < CHANNELS; count += 1) {
      channels.push(await (count % 2 === 0 ? model.createChannel() : model.createConfirmChannel()));
    }
    await settle();
    yield { moment: 'under load', said: said(), known: known(CHANNELS) };

    for (const channel of channels.slice(0, CLOSED)) await channel.close();
    yield { moment: 'after load', said: said(), known: known(CHANNELS - CLOSED) };
    await model.close();
  },
};
