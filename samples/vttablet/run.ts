import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ControlServer } from './control-server.js';
import type { ServerAddress } from './db-connection.js';
import { EmbeddedServer } from './embedded-server.js';
import type { Options } from './options.js';
import { loadParts, MENDED, type Parts } from './parts.js';
import { reachQuiescence } from './quiescence.js';
import { assertServerAllows } from './server-limit.js';
import { SnapshotSeries } from './snapshots.js';
import { Tablet, type TabletConfig } from './tablet.js';

const WAIT_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 30 * 60_000;
const HEARTBEAT_MS = 5_000;

/** The service's state, where a real service has it: in its module. */
let tablet: Tablet | null = null;
let server: EmbeddedServer | null = null;
let cyclesDone = 0;

/** Receives the progress messages of a run. */
export type Print = (line: string) => void;

/**
 * Works and writes the series of snapshots: number 0 after the warm-up, then one after each round.
 * @throws OptionError when the server allows too few connections; the server's or the file system's errors
 */
export async function runSeries(options: Options, folder: string, print: Print): Promise<void> {
  const series = new SnapshotSeries(folder);
  try {
    await withTablet(options, async () => {
      for (let round = 0; round <= options.rounds; round += 1) {
        await runCycles(options, round === 0 ? options.warmUp : options.cycles);
        const { path, bytes, durationMs } = await series.capture();
        print(`${path}  ${(bytes / 1e6).toFixed(1)} MB in ${durationMs} ms  ${describe()}`);
      }
    });
  } finally {
    series.close();
  }
}

/** Works, cycle after cycle or when it is asked to, until `stop` is aborted. Prints `pid <n>` once it is warm. */
export async function serve(options: Options, stop: AbortSignal, print: Print): Promise<void> {
  await withTablet(options, async () => {
    await runCycles(options, options.warmUp);
    if (options.control !== null) return await serveOnRequest(options, options.control, stop, print);
    print(`pid ${process.pid}`);
    while (!stop.aborted) {
      await runCycles(options, 1);
      await sleep(options.intervalMs, undefined, { signal: stop }).catch(() => undefined);
    }
    print(`stopped after ${cyclesDone} cycles: ${describe()}`);
  });
}

async function serveOnRequest(options: Options, port: number, stop: AbortSignal, print: Print): Promise<void> {
  const control = await ControlServer.start(port, async (cycles) => {
    await runCycles(options, cycles ?? options.cycles);
    return describe();
  });
  print(`pid ${process.pid}`);
  print(`control ${control.url}`);
  if (!stop.aborted) await once(stop, 'abort');
  await control.close();
  print(`stopped after ${cyclesDone} cycles: ${describe()}`);
}

/** Starts everything, and closes every connection again, also when `work` fails. */
async function withTablet(options: Options, work: () => Promise<void>): Promise<void> {
  const parts = await loadParts(options.fixed ? MENDED : options.scenario.modules);
  const address = await provideServer(options, parts);
  tablet = new Tablet(tabletConfig(options), parts, address);
  cyclesDone = 0;
  try {
    await tablet.open();
    await work();
  } finally {
    await tablet.close();
    tablet = null;
    await server?.close();
    server = null;
  }
}

async function provideServer(options: Options, parts: Parts): Promise<ServerAddress> {
  if (options.server === null) {
    server = await EmbeddedServer.start();
    return server.address;
  }
  await assertServerAllows(options, options.server, new parts.ConnectionBook());
  return options.server;
}

async function runCycles(options: Options, count: number): Promise<void> {
  const { scenario, sessions } = options;
  const leaders = Math.min(options.leaders, scenario.maxLeaders ?? options.leaders);
  for (let i = 0; i < count; i += 1) {
    await scenario.runCycle(current(), { sessions, leaders }, cyclesDone);
    cyclesDone += 1;
    await reachQuiescence(current(), server);
  }
}

function current(): Tablet {
  if (tablet === null) throw new Error('no tablet is running');
  return tablet;
}

function tabletConfig(options: Options): TabletConfig {
  const { scenario } = options;
  return {
    pool: {
      capacity: options.poolSize,
      waitTimeoutMs: WAIT_TIMEOUT_MS,
      idleTimeoutMs: IDLE_TIMEOUT_MS,
      maxLifetimeMs: 0,
    },
    session: {
      attributeReservations: scenario.linked,
      heartbeatMs: scenario.linked ? HEARTBEAT_MS : 0,
    },
  };
}

function describe(): string {
  const { pool, statefulPool, activity } = current();
  return `${pool.idle} idle, ${statefulPool.size} reserved, ${activity.sockets} sockets, ${pool.metrics.opened} opened so far`;
}
