import { once } from 'node:events';
import { connect, createServer } from 'node:tls';
import { CLIENT_TLS, SERVER_TLS } from '../support/pre-shared-key.mjs';
import { serverMoments } from './net.mjs';

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'net',
  service: null,
  versions: [{ node: '18' }, { node: '20' }, { node: '22' }, { node: '24' }, { node: '26' }],
  async *moments() {
    const server = createServer(SERVER_TLS, (socket) => socket.resume());
    yield* serverMoments(server, (port) => {
      const client = connect({ ...CLIENT_TLS, host: '127.0.0.1', port });
      return { client, opened: once(client, 'secureConnect') };
    });
  },
};
