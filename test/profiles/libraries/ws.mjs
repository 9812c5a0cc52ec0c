import { settle } from '../support/lending-pool.mjs';

const CLIENTS = 4;
const GONE = 1;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'ws',
  service: null,
  versions: [{ ws: '7.0.0' }, { ws: '8.23.0' }],
  async *moments({ require }) {
    const WebSocket = require('ws');
    const server = new WebSocket.Server({ host: '127.0.0.1', port: 0 });
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address();
    const open = () => {
      const client = new WebSocket(`ws://127.0.0.1:${port}`);
      return new Promise((resolve) => client.once('open', () => resolve(client)));
    };
    const said = () => ({ size: server.clients.size });
    yield { moment: 'at rest', said: said(), known: {} };

    const clients = await Promise.all(Array.from({ length: CLIENTS }, open));
    await settle();
    yield { moment: 'under load', said: said(), known: {} };

    for (const client of clients.slice(0, GONE)) client.close();
    await settle();
    yield { moment: 'after load', said: said(), known: {} };
    for (const client of clients) client.terminate();
    server.close();
  },
};
