import { setTimeout as sleep } from 'node:timers/promises';
import type { EmbeddedServer } from './embedded-server.js';
import type { Tablet } from './tablet.js';

const POLL_MS = 5;
const TIMEOUT_MS = 10_000;
/** Turns of the event loop after which close callbacks and their promises have run. */
const SETTLING_TURNS = 3;

/**
 * Resolves when nothing is under way: no session at work, no query without an answer, no connection on loan, and
 * every closed socket gone, on the server's side too if the server is ours. Without this a socket that is about to
 * close would look like a leaked one.
 * @throws Error when that is not so within 10 s, with what was still going on
 */
export async function reachQuiescence(tablet: Tablet, server: EmbeddedServer | null): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  while (!isQuiet(tablet, server)) {
    if (Date.now() > deadline) throw new Error(`the tablet did not come to rest: ${describe(tablet, server)}`);
    await sleep(POLL_MS);
  }
  for (let turn = 0; turn < SETTLING_TURNS; turn += 1) await sleep(1);
}

function isQuiet(tablet: Tablet, server: EmbeddedServer | null): boolean {
  const { activity, pool } = tablet;
  return activity.isQuiet && pool.borrowed === 0 && (server === null || server.connectionCount === activity.sockets);
}

function describe(tablet: Tablet, server: EmbeddedServer | null): string {
  const { activity, pool } = tablet;
  return [
    `${activity.sessions} sessions at work`,
    `${activity.opening} connections opening`,
    `${activity.closing} closing`,
    `${activity.queries} queries running`,
    `${pool.borrowed} connections on loan`,
    `${activity.sockets} sockets here`,
    `${server === null ? 'unknown' : server.connectionCount} at the server`,
  ].join(', ');
}
