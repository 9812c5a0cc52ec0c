import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';

import { type LocalSystem, openInspectorOf } from '../../src/capture/open-inspector.js';
import type { LocalProcess } from '../../src/capture/process-table.js';
import { freePort } from '../support/free-port.js';

const PID = 4711;

function process(change: Partial<LocalProcess> = {}): LocalProcess {
  return {
    pid: PID,
    innerPid: PID,
    userId: 1000,
    state: 'running',
    isNode: true,
    args: ['node', 'server.js'],
    flags: [],
    catchesSigusr1: true,
    sharesNetwork: true,
    sharesPids: true,
    ...change,
  };
}

/** A machine with one process on it, which notes each signal that it gets. */
function machine(
  found: LocalProcess | null,
  change: Partial<LocalSystem> & { readonly ports?: readonly number[]; readonly owner?: number | null } = {},
): LocalSystem & { readonly signalled: number[] } {
  const signalled: number[] = [];
  const { ports = [], owner = null, ...rest } = change;
  return {
    processes: {
      find: () => Promise.resolve(found),
      list: () => Promise.resolve([]),
      listeningPorts: () => Promise.resolve([...ports]),
      clientsOf: () => Promise.resolve([]),
      listenerOn: () => Promise.resolve(owner),
    },
    signal: (pid) => void signalled.push(pid),
    platform: 'linux',
    userId: 1000,
    pid: 1,
    signalled,
    ...rest,
  };
}

describe('a process that is asked for by its pid', () => {
  it.each([
    ['does not exist', null, {}, 'target-not-found', /no process 4711/],
    ['has ended', process({ state: 'ended' }), {}, 'target-not-found', /no process 4711/],
    ['is stopped', process({ state: 'stopped' }), {}, 'attach-refused', /is stopped/],
    ['belongs to somebody else', process({ userId: 33 }), {}, 'attach-refused', /another user \(uid 33\)/],
    ['is no Node.js', process({ isNode: false }), {}, 'attach-refused', /does not look like Node\.js/],
    ['is in a container', process({ sharesNetwork: false }), {}, 'attach-refused', /network namespace/],
    ['would be ended by SIGUSR1', process({ catchesSigusr1: false }), {}, 'attach-refused', /it would be ended/],
    [
      'would open an inspector for all to reach',
      process({ flags: ['--inspect-port=0.0.0.0:9229'] }),
      {},
      'attach-refused',
      /would open its inspector at 0\.0\.0\.0, where others/,
    ],
    [
      'would do so by a host alone',
      process({ flags: ['--inspect-port=db.example', '--inspect-port=9300'] }),
      {},
      'attach-refused',
      /would open its inspector at db\.example/,
    ],
    [
      'has its inspector at another address',
      process({ flags: ['--inspect=192.0.2.7:9300'] }),
      {},
      'attach-refused',
      /has its inspector at 192\.0\.2\.7, and none at 127\.0\.0\.1/,
    ],
    ['runs on Windows', process(), { platform: 'win32' }, 'attach-refused', /Windows/],
    ['is poolscope', process(), { pid: PID }, 'attach-refused', /poolscope itself/],
  ])('is refused without a signal when it %s', async (_title, found, change, code, message) => {
    const system = machine(found, change);
    await expect(openInspectorOf(PID, system)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(system.signalled).toEqual([]);
  });

  it('belongs to nobody else for root', async () => {
    const system = machine(process({ userId: 33, catchesSigusr1: false }), { userId: 0 });
    await expect(openInspectorOf(PID, system)).rejects.toThrow(/it would be ended/);
  });

  it('is refused when another process has its port, which it cannot open then', async () => {
    const port = await freePort();
    const system = machine(process({ flags: [`--inspect-port=${port}`] }), { owner: 99 });
    await expect(openInspectorOf(PID, system)).rejects.toThrow(`process 99 has port ${port}`);
    expect(system.signalled).toEqual([PID]);
  });

  it.each([['--inspect-port=0'], ['--inspect-port=127.0.0.1:0']])(
    'opens one where it likes under %s, whoever has port 9229',
    async (flag) => {
      const ports: number[] = [];
      const inspector = createServer((_request, response) => response.end('{"Browser":"node.js/v20.20.2"}'));
      await new Promise<void>((done) => inspector.listen(0, '127.0.0.1', done));
      const address = inspector.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      try {
        const system = machine(process({ flags: [flag] }), { ports, owner: 99, signal: () => void ports.push(port) });
        const opened = await openInspectorOf(PID, system);
        expect(opened).toMatchObject({ endpoint: { host: '127.0.0.1', port }, wasOpened: true });
        // The second one to ask finds it open, and will not close it.
        expect(await openInspectorOf(PID, machine(process({ flags: [`--inspect=${port}`] }), { ports }))).toMatchObject(
          {
            endpoint: { port },
            wasOpened: false,
          },
        );
      } finally {
        inspector.close();
      }
    },
  );

  it('is not ours when the signal is refused', async () => {
    const refusal = Object.assign(new Error('kill EPERM'), { code: 'EPERM' });
    const signal = () => {
      throw refusal;
    };
    await expect(openInspectorOf(PID, machine(process(), { signal }))).rejects.toMatchObject({
      code: 'attach-refused',
      message: 'Process 4711 is not ours to signal',
      cause: refusal,
    });
  });
});
