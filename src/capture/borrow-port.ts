import { setTimeout as sleep } from 'node:timers/promises';

import { ToolError } from '../errors.js';
import { evaluate } from './evaluate.js';
import { type InspectorEndpoint, isInspector, listEndpointTargets } from './inspector-endpoint.js';
import { openInspectorSession } from './inspector-session.js';
import { type ProcessTable, processName } from './process-table.js';
import { readIdentity } from './target-facts.js';

const CLOSE_TIMEOUT_MS = 3_000;
const POLL_MS = 50;
/** The target has the port by then. */
const FIRST_LOOK_MS = 5_000;
const LOOK_MS = 1_000;
/** After that the holder stays without an inspector. */
const MOST_MS = 3_600_000;

/**
 * Runs in the holder: closes its inspector, and opens it again at the same port as soon as that is free. The look does not go
 * through the inspector, which prints a line each time that it finds its port taken.
 */
const lendSource = (port: number): string => `
  const inspector = load('inspector'), net = load('net');
  const endMs = Date.now() + ${MOST_MS};
  const look = () => {
    if (inspector.url() !== undefined || Date.now() > endMs) return;
    const probe = net.createServer();
    const again = () => void setTimeout(look, ${LOOK_MS}).unref();
    probe.once('error', again);
    probe.listen(${port}, '127.0.0.1', () => probe.close(() => {
      try { inspector.open(${port}, '127.0.0.1'); } catch {}
      again();
    }));
    probe.unref();
  };
  setTimeout(() => { inspector.close(); setTimeout(look, ${FIRST_LOOK_MS}).unref(); }, 20);
  return true;`;

/**
 * Has the process that holds an inspector's port lend it: its inspector is closed now, and opens again when the port is free.
 *
 * @throws ToolError `attach-refused` when it is being debugged, or is no inspector that can be asked
 */
export async function borrowPort(endpoint: InspectorEndpoint, owner: number, processes: ProcessTable): Promise<void> {
  const holder = await processes.find(owner);
  const name = holder === null ? '' : ` (${processName(holder)})`;
  const refuse = (why: string, hint: string, cause?: unknown): ToolError =>
    new ToolError('attach-refused', `Process ${owner}${name} cannot lend port ${endpoint.port}: ${why}`, {
      hint,
      cause,
    });
  if ((await processes.clientsOf(endpoint.port)).length > 0)
    throw refuse('a debugger is attached to it', 'Wait until that has left.');
  if (holder === null || !(await isInspector(endpoint)))
    throw refuse('no inspector answers there', 'End that process, or give the target another port: --inspect-port=0.');
  const [target] = await listEndpointTargets(endpoint);
  const session = await openInspectorSession(target?.url ?? '');
  try {
    const { pid } = await readIdentity(session);
    if (pid !== holder.innerPid) throw refuse(`process ${pid} answers there`, 'Attach to host:port.');
    await evaluate(session, lendSource(endpoint.port));
    await Promise.race([session.ended, sleep(CLOSE_TIMEOUT_MS, undefined, { ref: false })]);
  } finally {
    await session.close();
  }
  const deadline = performance.now() + CLOSE_TIMEOUT_MS;
  while (await isInspector(endpoint)) {
    if (performance.now() > deadline) throw refuse('it did not close its inspector', 'Is it busy? Try again.');
    await sleep(POLL_MS);
  }
}
