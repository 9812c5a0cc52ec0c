import { describe, expect, it } from 'vitest';

import { findByName, listProcesses, ownProcesses } from '../../src/capture/find-by-name.js';
import type { LocalSystem } from '../../src/capture/open-inspector.js';
import type { LocalProcess } from '../../src/capture/process-table.js';

const running = (pid: number, ...args: string[]): LocalProcess =>
  ({ pid, innerPid: pid, userId: 1000, state: 'running', isNode: true, args }) as unknown as LocalProcess;

function machine(...processes: LocalProcess[]): LocalSystem {
  return { processes: { list: () => Promise.resolve(processes) }, userId: 1000, pid: 9 } as unknown as LocalSystem;
}

describe('a process that is asked for by a part of its command line', () => {
  it('is found by its script, a folder of it, or an argument', async () => {
    const system = machine(running(1, 'node', '/srv/orders/main.mjs'), running(2, 'node', 'web.js', '--port=80'));
    expect(await findByName('main.mjs', system)).toBe(1);
    expect(await findByName('orders/', system)).toBe(1);
    expect(await findByName('--port=80', system)).toBe(2);
  });

  it('is none, and the others are listed, without what their arguments hold', async () => {
    const finding = findByName('main.mjs', machine(running(2, 'node', 'web.js', '--password=hunter2')));
    await expect(finding).rejects.toMatchObject({
      code: 'target-not-found',
      hint: expect.stringContaining('2  node web.js'),
    });
    await expect(finding).rejects.not.toMatchObject({ hint: expect.stringContaining('hunter2') });
  });

  it('is not chosen among several', async () => {
    const system = machine(running(1, 'node', 'a/app.js'), running(2, 'node', 'b/app.js'), running(3, 'node', 'c.js'));
    await expect(findByName('app.js', system)).rejects.toMatchObject({
      code: 'usage',
      message: '2 processes have app.js in their command lines',
      hint: expect.stringMatching(/1 {2}node a\/app\.js\n {2}2 {2}node b\/app\.js$/),
    });
  });

  it('is not npm, npx or the like, which wait for the program that they started', async () => {
    const system = machine(
      running(1, 'npm run start'),
      running(2, 'node', 'server.js'),
      running(3, 'node', '/usr/lib/node_modules/npm/bin/npx-cli.js', 'next', 'dev'),
      running(4, 'npm exec poolscope attach'),
      running(5, '/opt/node', '/usr/share/yarn/bin/yarn.js', 'server.js'),
      running(6, 'npm-watcher'),
    );
    expect(listProcesses(await ownProcesses(system))).toBe('Node.js processes:\n  2  node server.js\n  6  npm-watcher');
    expect(await findByName('server.js', system)).toBe(2);
  });

  it('is not what runs this command, nor one that cannot be attached to', async () => {
    const system = machine(
      running(1, 'node', 'app.js'),
      running(4, 'npm exec poolscope attach app.js'),
      running(5, 'node', '/usr/bin/npx', 'poolscope', 'attach', 'app.js'),
      running(9, 'node', 'main.js', 'attach', 'app.js'),
      { ...running(6, 'node', 'app.js'), userId: 33 },
      { ...running(7, 'node', 'app.js'), state: 'stopped' },
    );
    expect(await findByName('app.js', system)).toBe(1);
  });
});
