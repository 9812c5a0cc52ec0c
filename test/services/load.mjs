/**
 * Asks a service for work: `node load.mjs NAME PORT` for one round of equal work, `node load.mjs NAME PORT forever` at a steady rate.
 */
import { Agent, request } from 'node:http';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

const [, , name, port, duration] = process.argv;
const agent = new Agent({ keepAlive: true, maxSockets: 12 });
/** So that no two loads ask for the same. */
const own = `${process.pid}`;

/** @param {string} path @param {object} [body] @returns {Promise<number>} the status; 0 where there was no answer */
function ask(path, body) {
  return new Promise((resolve) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = text === undefined ? {} : { 'content-type': 'application/json' };
    const method = text === undefined ? 'GET' : 'POST';
    const asked = request({ host: '127.0.0.1', port, path, method, headers, agent }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    });
    asked.once('error', () => resolve(0));
    asked.end(text);
  });
}

/** A visitor of the chat, who stays for a while. */
async function visit(number) {
  const { default: WebSocket } = await import(`${process.env['SERVICE_PACKAGES'] ?? '.'}/node_modules/ws/index.js`);
  const url = `ws://127.0.0.1:${port}/?session=${own}-${number}&room=r${number % 12}`;
  await new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.on('open', () => {
      socket.send(`hello from ${number}`);
      setTimeout(() => socket.close(), duration === 'forever' ? 200 + ((number * 37) % 2000) : 20);
    });
    socket.on('close', resolve);
    socket.on('error', resolve);
  });
}

/** What one piece of work is, and how many make a round. */
const WORK = {
  'chat-ws': { round: 240, perSecond: 25, work: visit },
  'desks-generic-pool': {
    round: 700,
    perSecond: 50,
    work: (n) => ask(n % 10 === 0 ? `/?customer=k${n % 7}` : '/'),
  },
  'jobs-ioredis': { round: 500, perSecond: 50, work: (n) => ask(`/?id=${own}-${n}`) },
  'orders-knex': {
    round: 800,
    perSecond: 50,
    // One order in 100 is over the limit.
    work: (n) => ask('/orders', { cart: `c${Math.floor(n / 3)}-${own}`, tenant: `t${n % 40}`, amount: n % 100 }),
  },
  'prices-undici': {
    round: 700,
    perSecond: 50,
    work: (n) => ask(n % 5 === 0 ? `/watch?article=w${n % 60}` : `/?article=${'a'.repeat(n % 9)}${own}-${n}`),
  },
  'rpc-amqp': { round: 600, perSecond: 50, work: (n) => ask(`/?article=${own}-${n}`) },
};

const { round, perSecond, work } = WORK[name];
let number = 0;
if (duration === 'forever') {
  for (;;) {
    number += 1;
    void work(number);
    await sleep(1000 / perSecond);
  }
}
const worker = async () => {
  while (number < round) {
    number += 1;
    await work(number);
  }
};
await Promise.all(Array.from({ length: 8 }, worker));
process.exit(0);
