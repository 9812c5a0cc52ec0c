import { createServer } from 'node:net';

const LAST_SLOT = 16_383;

/**
 * Nodes of a Redis cluster that know who they are and no more: they answer `CLUSTER SLOTS`, and `OK` to all else.
 *
 * @param {number} count nodes, which share the slots
 */
export async function startRedisCluster(count) {
  /** @type {number[]} */
  const ports = [];
  const servers = await Promise.all(Array.from({ length: count }, () => listen(answer)));
  ports.push(...servers.map((server) => portOf(server)));

  /** @param {string} request */
  function answer(request) {
    const words = request.toLowerCase();
    if (words.includes('info')) return bulk('cluster_enabled:1\r\nloading:0\r\n');
    if (!words.includes('slots')) return '+OK\r\n';
    const share = Math.ceil((LAST_SLOT + 1) / count);
    const ranges = ports.map((port, index) => {
      const [first, last] = [index * share, Math.min(LAST_SLOT, (index + 1) * share - 1)];
      return `*3\r\n:${first}\r\n:${last}\r\n*3\r\n${bulk('127.0.0.1')}:${port}\r\n${bulk(`node-${index}`)}`;
    });
    return `*${count}\r\n${ranges.join('')}`;
  }

  return {
    ports,
    close: () => {
      for (const server of servers) server.close();
    },
  };
}

/** @param {(request: string) => string} answer */
async function listen(answer) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      // Every request is an array of bulk strings, and small: none is cut in two on the way.
      for (const request of bytes.toString('latin1').split(/(?=\*\d+\r\n)/)) socket.write(answer(request));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  return server;
}

/** @param {import('node:net').Server} server */
function portOf(server) {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** @param {string} text */
function bulk(text) {
  return `$${text.length}\r\n${text}\r\n`;
}
