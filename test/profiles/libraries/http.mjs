import http, { get } from 'node:http';
import { startHttpServer } from '../support/http-server.mjs';
import { lendingPool } from '../support/lending-pool.mjs';

const MAX = 4;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'http',
  service: null,
  versions: [{ node: '18' }, { node: '20' }, { node: '22' }, { node: '24' }, { node: '26' }],
  async *moments() {
    // The one of the process, which is always there, so that no other adds to the figures.
    const agent = Object.assign(http.globalAgent, { keepAlive: true, maxSockets: MAX });
    yield* agentMoments(agent, MAX);
  },
};

/**
 * @param {import('node:http').Agent} agent
 * @param {number} max sockets to one host
 * @param {{ startServer: typeof startHttpServer, send: typeof get, options?: object }} protocol
 */
export async function* agentMoments(
  agent,
  max,
  { startServer, send, options } = { startServer: startHttpServer, send: get },
) {
  const server = await startServer();
  const count = (/** @type {NodeJS.ReadOnlyDict<unknown[]>} */ lists) =>
    Object.values(lists).reduce((sum, list) => sum + (list?.length ?? 0), 0);
  yield* lendingPool({
    max,
    checkOut: () => server.hold(() => read(send({ ...options, agent, port: server.port, host: '127.0.0.1' }))),
    giveBack: (request) => request.giveBack(),
    books: () => ({
      size: count(agent.sockets) + count(agent.freeSockets),
      idle: count(agent.freeSockets),
      leased: count(agent.sockets),
      pending: count(agent.requests),
      maximum: agent.maxSockets,
    }),
    close: (requests) => Promise.all(requests.map((request) => request.giveBack())),
  });
  agent.destroy();
  server.close();
}

/** @param {import('node:http').ClientRequest} request */
export function read(request) {
  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response) => response.once('error', reject).once('close', resolve).resume());
  });
}
