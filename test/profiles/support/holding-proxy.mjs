import { connect, createServer } from 'node:net';

/**
 * Stands between a program and its server, and can keep back what the server answers.
 *
 * @param {{ host: string, port: number }} service
 */
export async function startHoldingProxy(service) {
  /** @type {Set<import('node:net').Socket>} */
  const upstreams = new Set();
  const server = createServer((socket) => {
    const upstream = connect(service);
    upstreams.add(upstream);
    upstream.on('close', () => upstreams.delete(upstream));
    for (const [from, to] of [
      [socket, upstream],
      [upstream, socket],
    ]) {
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    host: '127.0.0.1',
    port,
    hold() {
      for (const upstream of upstreams) upstream.pause();
    },
    resume() {
      for (const upstream of upstreams) upstream.resume();
    },
    close() {
      server.close();
      for (const upstream of upstreams) upstream.destroy();
    },
  };
}
