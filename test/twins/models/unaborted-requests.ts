import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { TwinModel } from '../twin-model.js';

/** The clients and the server behind the gateway, in a heap of their own: answers that never end, and clients that go or stay. */
const OUTSIDE = `
const { parentPort } = require('node:worker_threads');
const http = require('node:http');
const behind = http.createServer((_, res) => { res.write('x'); });
behind.listen(0, '127.0.0.1', () => parentPort.postMessage(behind.address().port));
const stay = [];
parentPort.on('message', async ({ port, count, goes, path }) => {
  const each = Array.from({ length: count }, () => new Promise((done) => {
    const ask = http.request({ port, host: '127.0.0.1', path, agent: false }, (res) => {
      res.on('error', () => undefined);
      res.once('data', () => {
        if (!goes) { stay.push(ask); done(); return; }
        ask.once('close', done);
        ask.destroy();
      });
    });
    ask.on('error', () => undefined);
    ask.end();
  }));
  await Promise.all(each);
  setTimeout(() => parentPort.postMessage('done'), 50);
});
`;

class Gk {
  /** One for each server behind, as a gateway has them. */
  readonly lanes = new Map<string, Agent>();
  readonly lane = new Agent({ keepAlive: true });
  behind = 0;
  port = 0;
  lets = false;
  readonly outside = new Worker(OUTSIDE, { eval: true });

  readonly server = createServer((req, res) => this.pass(req, res));

  async listen(): Promise<void> {
    if (this.port !== 0) return;
    this.outside.unref();
    [this.behind] = (await once(this.outside, 'message')) as [number];
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  pass(req: IncomingMessage, res: ServerResponse): void {
    const up = request({ port: this.behind, host: '127.0.0.1', agent: this.agentFor(req.url ?? '') }, (answer) => {
      answer.on('error', () => undefined);
      answer.pipe(res);
    });
    up.on('error', () => undefined);
    if (!this.lets) res.on('close', () => up.destroy());
    up.end();
  }

  agentFor(path: string): Agent | false {
    if (path === '/each') return false;
    if (path === '/one') return this.lane;
    const known = this.lanes.get(path) ?? new Agent({ keepAlive: true });
    this.lanes.set(path, known);
    return known;
  }

  async visit(count: number, goes: boolean, path: string): Promise<void> {
    await this.listen();
    this.outside.postMessage({ port: this.port, count, goes, path });
    await once(this.outside, 'message');
  }
}

const gk = new Gk();

/** Many that stay: with an Agent each, through one Agent, and through an Agent for each server behind. */
async function settle(): Promise<void> {
  await gk.visit(30, false, '/each');
  await gk.visit(30, false, '/one');
  for (let lane = 0; lane < 25; lane += 1) await gk.visit(1, false, `/lane${lane}`);
}

/**
 * A gateway that does not abort its request to the server behind when the client is gone. Only the open connection keeps it, with the
 * closed socket of the client. Look-alike: eighty-five clients that stay, and thirty a round that go, whose requests are aborted.
 */
export const unabortedRequests: TwinModel = {
  name: 'gateway that does not abort what nobody waits for',
  alone: true,
  buggy: async (round) => {
    gk.lets = true;
    if (round === 0) await settle();
    await gk.visit(30, true, '/each');
  },
  fixed: () => gk.visit(30, true, '/each'),
  lookAlike: async (round) => {
    if (round === 0) await settle();
    await gk.visit(30, true, '/each');
    await gk.visit(10, true, '/one');
  },
  expected: {
    label: /^open handle \(TCP\)$/,
    kinds: ['growing-class'],
    verdict: 'leak',
    findings: 1,
    className: /^ClientRequest$/,
    // No figure a round: some of the last are also held by a free parser, in a list of Node's own, until it is used again.
    headline:
      /^Destroy a ClientRequest when nobody waits for its answer \(see the function at unaborted-requests\.(mjs|ts):\d+\): its `open handle \(TCP\)` keeps it: frees \d+ of \d+ ClientRequest (\(with FreeList\.list\[\]\) )?\(\d/,
    neverSaid: [/Share one Agent/],
    tracesBack: false,
    evidence: [/dead Socket belong to them/],
    labelInOne: /^open handle \(TCP\)$/,
    sameFingerprintInOne: true,
  },
};
