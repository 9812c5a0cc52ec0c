import { once } from 'node:events';
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
    yield* serverMoments(server, (port) => {
      const client = connect({ host: '127.0.0.1', port });
      return { client, opened: once(client, 'connect') };
    });
  },
};

/**
 * @param {import('node:net').Server} server
 * @param {(port: number) => { client: import('node:net').Socket, opened: Promise<unknown> }} open
 */
export async function* serverMoments(server, open) {
  server.maxConnections = 100;
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const count = () =>
    new Promise((resolve, reject) => {
      server.getConnections((error, found) => (error === null ? resolve(found) : reject(error)));
    });
  const said = async () => ({ pools: 1, size: await count(), maximum: server.maxConnections });
  yield { moment: 'at rest', said: await said(), known: {} };

  const opened = Array.from({ length: CLIENTS }, () => open(port));
  await Promise.all(opened.map((each) => each.opened));
  const clients = opened.map(({ client }) => client);
  await settle();
  yield { moment: 'under load', said: await said(), known: {} };

  for (const client of clients.splice(0, GONE)) client.end();
  await settle();
  yield { moment: 'after load', said: await said(), known: {} };
  for (const client of clients) client.destroy();
  server.close();
}
