import { connect, createServer } from 'node:net';
import { settle } from '../support/lending-pool.mjs';

const CLIENTS = 4;
const GONE = 1;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'net',
  service: null,
  versions: [{ node: '18' }, { node: '20' }, { node: '22' }, { node: '24' }, { node: '26' }],
  async *moments() {
    const server = createServer((socket) => socket.resume());
    server.maxConnections = 100;
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    const count = () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, found) => (error === null ? resolve(found) : reject(error)));
      });
    const said = async () => ({ pools: 1, size: await count(), maximum: server.maxConnections });
    yield { moment: 'at rest', said: await said(), known: {} };

    const clients = Array.from({ length: CLIENTS }, () => connect({ host: '127.0.0.1', port }));
    await Promise.all(clients.map((client) => new Promise((resolve) => client.once('connect', resolve))));
    await settle();
    yield { moment: 'under load', said: await said(), known: {} };

    for (const client of clients.splice(0, GONE)) client.end();
    await settle();
    yield { moment: 'after load', said: await said(), known: {} };
    for (const client of clients) client.destroy();
    server.close();
  },
};
