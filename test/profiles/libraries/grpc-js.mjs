import { settle } from '../support/lending-pool.mjs';

const CHANNELS = 3;
const CLOSED = 1;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'grpc-js',
  service: null,
  versions: [{ '@grpc/grpc-js': '1.0.0' }, { '@grpc/grpc-js': '1.14.7' }],
  async *moments({ require }) {
    const grpc = require('@grpc/grpc-js');
    const ports = await Promise.all(Array.from({ length: CHANNELS }, () => startServer(grpc)));
    const clients = ports.map((port) => new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure()));
    const { pool } = require('@grpc/grpc-js/build/src/subchannel-pool').getSubchannelPool(true);
    const said = () => ({ pools: 1, size: Object.values(pool).flat().length });
    yield { moment: 'at rest', said: said(), known: { size: 0 } };

    const connected = clients.map(
      (client) =>
        new Promise((resolve, reject) => {
          client.waitForReady(Date.now() + 5_000, (error) => (error ? reject(error) : resolve(undefined)));
        }),
    );
    await Promise.all(connected);
    yield { moment: 'under load', said: said(), known: {} };

    for (const client of clients.slice(0, CLOSED)) client.close();
    await settle();
    // The pool lets go of what nobody uses any more, but only every ten seconds.
    yield { moment: 'after load', said: said(), known: {} };
    for (const client of clients) client.close();
  },
};

/** A server without services: a connection is all that is asked of it. */
function startServer(grpc) {
  const server = new grpc.Server();
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error) return reject(error);
      server.start();
      resolve(port);
    });
  });
}
