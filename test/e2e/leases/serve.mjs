/**
 * Runs a program of this folder as a small service: some operations return what they take, at a steady rate, and one takes without
 * returning. It serves over HTTP what is out by its own count, and how long checkouts took.
 *
 *     node serve.mjs <program> <folder of its packages> <service as JSON> [<steady operations a second> <leaks a second>]
 *
 * Without rates it works when it is asked to: GET /work does each operation that returns some times, and each other one once.
 */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const [program = '', packages = '', service = 'null', rate = '0', leakRate = '0'] = process.argv.slice(2);
/** Times that each steady operation is done for one GET /work. */
const STEADY_TIMES = 5;
const { load, require } = packages === '' ? {} : await import(pathToFileURL(join(packages, 'load.mjs')).href);
const { open } = await import(pathToFileURL(program).href);
const { steady, leaks, most, isTouched = () => null } = await open({ load, require, service: JSON.parse(service) });

const out = {};
let failures = 0;
let latencies = [];
let isOver = false;

/** Calls an operation so many times a second, whatever earlier calls do. */
async function repeat(operations, perSecond, done) {
  const startMs = performance.now();
  for (let count = 0; !isOver; count += 1) {
    const dueMs = startMs + (count * 1000) / perSecond;
    const waitMs = dueMs - performance.now();
    if (waitMs > 1) await sleep(waitMs);
    const operation = operations[count % operations.length];
    const beganMs = performance.now();
    operation().then(
      () => done(operation, performance.now() - beganMs),
      () => {
        failures += 1;
      },
    );
    if (done.isOver?.()) return;
  }
}

let started = 0;
const leaked = (operation) => {
  out[operation.name] = (out[operation.name] ?? 0) + 1;
};
leaked.isOver = () => {
  started += 1;
  return started >= most;
};

/** One after the other, so that nothing is under way in the end. */
async function work() {
  for (let count = 0; count < STEADY_TIMES; count += 1) for (const operation of steady) await operation();
  for (const operation of leaks) {
    await operation();
    leaked(operation);
  }
  for (const operation of steady) await operation();
  return { out };
}

const ROUTES = {
  '/work': work,
  '/touched': () => ({ touched: isTouched() }),
  '/out': () => ({ out, failures }),
  '/latencies': () => {
    const sorted = latencies.sort((a, b) => a - b);
    latencies = [];
    const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
    const { user, system } = process.cpuUsage();
    return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1), cpuMs: (user + system) / 1000 };
  },
};

const server = createServer(async (request, response) => {
  const answer = (await ROUTES[request.url]?.()) ?? null;
  response.setHeader('connection', 'close').end(JSON.stringify(answer));
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening on ${server.address().port}\n`);
  if (rate !== '0') void repeat(steady, Number(rate), (_, ms) => latencies.push(ms));
  if (leakRate !== '0') void repeat(leaks, Number(leakRate), leaked);
});
process.on('SIGTERM', () => {
  isOver = true;
  process.exit(0);
});
