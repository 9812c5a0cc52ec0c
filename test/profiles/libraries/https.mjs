import https, { createServer, get } from 'node:https';
import { startHttpServer } from '../support/http-server.mjs';
import { CLIENT_TLS, SERVER_TLS } from '../support/pre-shared-key.mjs';
import { agentMoments } from './http.mjs';

const MAX = 4;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'https',
  service: null,
  versions: [{ node: '18' }, { node: '20' }, { node: '22' }, { node: '24' }, { node: '26' }],
  async *moments() {
    // The one of the process, as in the test of `node:http`, whose own agent is not one of these.
    const agent = Object.assign(https.globalAgent, { keepAlive: true, maxSockets: MAX });
    yield* agentMoments(agent, MAX, {
      startServer: () => startHttpServer(createServer, SERVER_TLS),
      send: get,
      options: CLIENT_TLS,
    });
  },
};
