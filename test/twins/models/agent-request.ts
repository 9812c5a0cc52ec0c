import { Agent, createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PER_ROUND, type TwinModel } from '../twin-model.js';

let server: Server | null = null;

async function port(): Promise<number> {
  if (server === null) {
    const started = createServer((_request, response) => void response.end('1')).unref();
    started.keepAliveTimeout = 0;
    await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
    server = started;
  }
  return (server.address() as AddressInfo).port;
}

async function askRate(agent: Agent): Promise<void> {
  const rate = { asked: 1 };
  const onFree = (): void => {
    rate.asked += 1;
  };
  agent.once('free', onFree);
  if (agent !== shared) agent.on('free', onFree);
  const at = await port();
  await new Promise<void>((resolve) => {
    const request = get({ host: '127.0.0.1', port: at, agent }, (answer) => {
      answer.resume();
      answer.once('end', () => setImmediate(resolve));
    });
    request.once('error', () => resolve());
  });
}

async function eachAsk(ask: () => Promise<void>): Promise<void> {
  for (let index = 0; index < PER_ROUND; index += 1) await ask();
}

const shared = new Agent({ keepAlive: true });

/** An Agent for each request, whose kept socket keeps it. Look-alike: one Agent for all. */
export const agentRequest: TwinModel = {
  name: 'an Agent for each request, which its kept socket keeps',
  alone: true,
  buggy: () => eachAsk(() => askRate(new Agent({ keepAlive: true }))),
  fixed: () =>
    eachAsk(async () => {
      const agent = new Agent({ keepAlive: true });
      await askRate(agent);
      agent.destroy();
    }),
  lookAlike: () => eachAsk(() => askRate(shared)),
  expected: {
    label: /open handle|Agent|Socket/,
    renamed: /open handle|Agent|Socket/,
    kinds: ['growing-class', 'lease-never-released', 'unbounded-collection', 'listener-pileup'],
    action: /onFree\(\).*agent-request\.(mjs|ts):\d+|agent-request\.(mjs|ts):\d+/,
    neverSaid: [/its user is gone/],
  },
};
