import { createServer } from 'node:http';
import { settle } from '../support/lending-pool.mjs';

const CLIENTS = 4;
const GONE = 1;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'socket.io',
  service: null,
  versions: [
    { 'socket.io': '4.0.0', 'socket.io-client': '4.0.0' },
    { 'socket.io': '4.8.4', 'socket.io-client': '4.8.4' },
  ],
  async *moments({ require }) {
    const { Server } = require('socket.io');
    const { io: connect } = require('socket.io-client');
    const http = createServer();
    const server = new Server(http);
    await new Promise((resolve) => http.listen(0, '127.0.0.1', () => resolve(undefined)));
    const { port } = /** @type {import('node:net').AddressInfo} */ (http.address());
    const open = () => {
      const client = connect(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true });
      return new Promise((resolve) => client.once('connect', () => resolve(client)));
    };
    // Each client is booked twice: by its namespace, and by the engine below.
    const said = () => ({ size: server.of('/').sockets.size + server.engine.clientsCount });
    yield { moment: 'at rest', said: said(), known: {} };

    const clients = await Promise.all(Array.from({ length: CLIENTS }, open));
    await settle();
    yield { moment: 'under load', said: said(), known: {} };

    for (const client of clients.slice(0, GONE)) client.disconnect();
    await settle();
    yield { moment: 'after load', said: said(), known: {} };
    for (const client of clients) client.disconnect();
    server.close();
  },
};
