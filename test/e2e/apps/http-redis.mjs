import { createServer } from 'node:http';

/** A service that waits for messages on Redis. With `fault`, it keeps the subscriber of each request after closing it. */
export async function start({ load, service, isFaulty }) {
  const { createClient } = await load('redis');
  const client = createClient({ socket: { host: service.host, port: service.port } });
  await client.connect();
  const subscribers = new Map();
  globalThis.subscribers = subscribers;
  const server = createServer(async (request, response) => {
    const id = request.url.slice('/order/'.length);
    const subscriber = client.duplicate();
    await subscriber.connect();
    subscribers.set(`order:${id}:${Date.now()}:${subscribers.size}`, subscriber);
    await client.incr('poolscope:orders');
    await subscriber.ping();
    await subscriber.close();
    if (!isFaulty) subscribers.clear();
    response.setHeader('connection', 'close').end(id);
  });
  return await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server.address().port));
  });
}

export const packages = { redis: '6.3.1' };
export const service = 'redis';
/** What a leak must name. */
export const culprit = /subscribers/;
