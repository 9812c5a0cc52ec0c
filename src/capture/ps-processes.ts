import { execFile } from 'node:child_process';
import { basename } from 'node:path';
import { promisify } from 'node:util';

import type { LocalProcess, ProcessTable } from './process-table.js';

const run = promisify(execFile);

/**
 * The processes that `ps` shows, for systems without `/proc`. Ports and signal masks stay unknown; the session verifies
 * the target's identity in any case.
 */
export const psProcesses: ProcessTable = {
  find: async (pid) => (await readPs(['-p', String(pid)]))[0] ?? null,
  list: async () => (await readPs(['-x'])).filter(({ isNode }) => isNode),
  listeningPorts: () => Promise.resolve(null),
  clientsOf: () => Promise.resolve([]),
  listenerOn: () => Promise.resolve(null),
};

async function readPs(selection: readonly string[]): Promise<LocalProcess[]> {
  // It fails when there is no such process.
  const { stdout } = await run('ps', ['-o', 'pid=,uid=,stat=,command=', ...selection]).catch(() => ({ stdout: '' }));
  return stdout.split('\n').flatMap((line) => {
    const [, pid, userId, state = '', command = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    const args = command.split(/\s+/).filter((arg) => arg !== '');
    if (pid === undefined) return [];
    return {
      pid: Number(pid),
      innerPid: Number(pid),
      userId: Number(userId),
      state: stateOf(state),
      isNode: /^(node|nodejs|electron)\b/i.test(basename(args[0] ?? '')),
      args,
      flags: args.slice(1),
      catchesSigusr1: true,
      sharesNetwork: true,
      sharesPids: true,
    };
  });
}

function stateOf(state: string): LocalProcess['state'] {
  if (state.startsWith('Z')) return 'ended';
  return state.startsWith('T') ? 'stopped' : 'running';
}
