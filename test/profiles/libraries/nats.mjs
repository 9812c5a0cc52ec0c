const SUBSCRIPTIONS = 5;
const ENDED = 2;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'nats',
  service: 'nats',
  versions: [{ nats: '2.7.0' }, { nats: '2.29.3' }],
  async *moments({ require, service }) {
    const { connect } = require('nats');
    const connection = await connect({ servers: `${service.host}:${service.port}` });
    const said = () => ({ leased: connection.protocol.subscriptions.size() });
    yield { moment: 'at rest', said: said(), known: {} };

    const ignore = () => undefined;
    const subscriptions = Array.from({ length: SUBSCRIPTIONS }, (_, index) =>
      connection.subscribe(`poolscope.${index}`, { callback: ignore }),
    );
    await connection.flush();
    yield { moment: 'under load', said: said(), known: { leased: SUBSCRIPTIONS } };

    for (const subscription of subscriptions.slice(0, ENDED)) subscription.unsubscribe();
    await connection.flush();
    yield { moment: 'after load', said: said(), known: { leased: SUBSCRIPTIONS - ENDED } };
    await connection.close();
  },
};
