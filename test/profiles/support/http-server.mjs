import { createServer } from 'node:http';
import { HeldRequests, sendHeld } from './held-requests.mjs';

/** An HTTP server that holds every request until it is told to answer. */
export async function startHttpServer(create = createServer, options = {}) {
  const requests = new HeldRequests();
  const server = create(options, (_request, response) => requests.arrive(response));
  server.keepAliveTimeout = 60_000;
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    port,
    /** @param {() => Promise<unknown>} send */
    hold: (send) => sendHeld(requests, send, (response) => response.end('done')),
    close: () => {
      server.close();
      server.closeAllConnections?.();
    },
  };
}
