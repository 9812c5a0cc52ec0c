import { Agent, createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PER_ROUND, type TwinModel } from '../twin-model.js';

let server: Server | null = null;

/** A server that answers `/now`, and never anything else. */
async function port(): Promise<number> {
  if (server === null) {
    const started = createServer((asked, response) => {
      if (asked.url === '/now') response.end('1');
    }).unref();
    await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
    server = started;
  }
  return (server.address() as AddressInfo).port;
}

class Courier {
  readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
}

const courier = new Courier();

async function send(path: string): Promise<void> {
  const asked = request({ host: '127.0.0.1', port: await port(), path, agent: courier.agent });
  asked.once('error', () => undefined);
  if (path === '/now')
    await new Promise<void>((resolve) => {
      asked.once('response', (answer) => void answer.resume().once('close', () => setImmediate(resolve)));
      asked.end();
    });
  else asked.end();
}

async function eachSend(path: string): Promise<void> {
  for (let index = 0; index < PER_ROUND; index += 1) await send(path);
}

/** `Agent.requests{}`: requests that wait behind one that is never answered. Look-alike: the same Agent, and every request is answered. */
export const agentQueue: TwinModel = {
  name: 'requests in the queue of an Agent',
  alone: true,
  buggy: () => eachSend('/never'),
  fixed: () => eachSend('/now'),
  lookAlike: () => eachSend('/now'),
  expected: {
    label: /^Agent\.requests\b/,
    kinds: ['unbounded-collection', 'growing-class', 'lease-never-released', 'waiter-stuck'],
    action: /\bCourier\b.*agent-queue\.(mjs|ts):\d+/,
    neverSaid: [/node:/],
  },
};
