import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { DEFAULT_CACHE, NODE_VERSIONS, provideNodeBinaries } from '../../scripts/node-versions.mjs';
import { type HeavyTarget, startHeavyTarget } from './support/heavy-target.js';
import { bundleProgram, type RunningProgram, startProgram } from './support/program.js';

/** `--disable-sigusr1` came with version 22. In CI the binary is fetched; elsewhere it may be there from another suite. */
const isNode24Here =
  process.env['CI'] === 'true' || existsSync(join(DEFAULT_CACHE, String(NODE_VERSIONS[24]), 'bin', 'node'));

let poolscope: (...args: string[]) => RunningProgram;
let scratch = '';
let target: HeavyTarget;

beforeAll(async () => {
  poolscope = await bundleProgram('attach-faults');
  scratch = await mkdtemp(join(tmpdir(), 'poolscope-faults-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

const start = async (options: Parameters<typeof startHeavyTarget>[1] = {}): Promise<void> => {
  target = await startHeavyTarget(join(scratch, 'target.cjs'), options);
};
afterEach(async () => {
  target.child.kill('SIGKILL');
  await target.stop();
});

/** A folder that is not there yet. */
const newFolder = (): string => join(scratch, `series-${Math.random()}`);
const listFolder = async (folder: string): Promise<string[]> => (await readdir(folder).catch(() => [])).sort();
const appears = (path: string): Promise<void> =>
  expect.poll(() => existsSync(path), { timeout: 60_000, interval: 10 }).toBe(true);

describe.skipIf(process.platform !== 'linux')('attaching, when something goes wrong', { timeout: 120_000 }, () => {
  it('ends with 2 when the target is killed in the middle of a snapshot, and keeps the snapshot before', async () => {
    await start();
    const folder = newFolder();
    const run = poolscope('attach', String(target.pid), '--interval', '100ms', '--dir', folder);
    await appears(join(folder, '1.heapsnapshot.part'));
    target.child.kill('SIGKILL');
    expect(await run.exit).toEqual({ code: 2, signal: null });
    expect(run.output.stderr).toMatch(/Process \d+ ended while it was attached to/);
    expect(run.output.stderr).toContain(`Kept 1 snapshot: ${folder}/0.heapsnapshot`);
    expect(await listFolder(folder)).toEqual(['0.heapsnapshot', '0.heapsnapshot.json']);
  });

  it('leaves a target that goes on serving, with its port closed, when it is killed itself', async () => {
    await start();
    const folder = newFolder();
    const run = poolscope('attach', String(target.pid), '--dir', folder);
    await appears(join(folder, '0.heapsnapshot.part'));
    run.child.kill('SIGKILL');
    expect(await run.exit).toEqual({ code: null, signal: 'SIGKILL' });
    expect(await target.isServing()).toBe(true);
    await expect.poll(() => target.isInspected(), { timeout: 20_000 }).toBe(false);
    // What nobody could take away has a name that no analysis takes for a snapshot.
    expect(await listFolder(folder)).toEqual(['0.heapsnapshot.part']);
    expect(await target.isServing()).toBe(true);
  });

  it('ends with 130 on Ctrl-C in the middle of a snapshot, and the target closes its port after it', async () => {
    await start();
    const folder = newFolder();
    const run = poolscope('attach', String(target.pid), '--interval', '100ms', '--dir', folder);
    await appears(join(folder, '1.heapsnapshot.part'));
    run.child.kill('SIGINT');
    expect(await run.exit).toEqual({ code: 130, signal: null });
    expect(run.output.stderr).toContain(
      `Kept 1 snapshot: ${folder}/0.heapsnapshot; to analyze it: poolscope analyze ${folder}/0.heapsnapshot\n`,
    );
    expect(await listFolder(folder)).toEqual(['0.heapsnapshot', '0.heapsnapshot.json']);
    expect(await target.isServing()).toBe(true);
    await expect.poll(() => target.isInspected(), { timeout: 20_000 }).toBe(false);
  });

  it('ends with 2 when the disk takes no more, and leaves no half of a file and no open port', async () => {
    await start();
    const folder = newFolder();
    const command = [process.execPath, ...poolscopeArguments(), 'attach', String(target.pid), '--dir', folder];
    // Files of this shell and of what it starts may have 10 MB: a write beyond fails as on a full disk.
    const run = startProgram(['bash', '-c', `ulimit -f 10240; exec "$@"`, 'bash', ...command]);
    expect(await run.exit).toEqual({ code: 2, signal: null });
    expect(run.output.stderr).toMatch(/0\.heapsnapshot: cannot be written: EFBIG/);
    expect(run.output.stderr).toMatch(/Make room, or name another folder/);
    expect(await listFolder(folder)).toEqual([]);
    await expect.poll(() => target.isInspected(), { timeout: 20_000 }).toBe(false);
    await expect.poll(() => target.isServing(), { timeout: 20_000 }).toBe(true);
  });

  it('refuses to be the second debugger of a process, and does not disturb the first', async () => {
    await start({ objects: 1000 });
    const first = poolscope('attach', String(target.pid), '--interval', '1500ms', '--dir', newFolder(), '--quiet');
    await expect.poll(() => target.isInspected(), { timeout: 20_000 }).toBe(true);
    await expect.poll(() => target.output.stderr, { timeout: 20_000 }).toMatch(/Debugger attached/);
    const folder = newFolder();
    const second = poolscope('attach', String(target.pid), '--dir', folder);
    expect(await second.exit).toEqual({ code: 2, signal: null });
    expect(second.output.stderr).toMatch(
      new RegExp(`Process ${target.pid}: process ${first.child.pid} \\(node .*main\\.mjs\\) is attached already`),
    );
    expect(await listFolder(folder)).toEqual([]);
    expect(await first.exit).toEqual({ code: 0, signal: null });
    expect(first.output.stderr).toBe('');
    expect(await target.isInspected()).toBe(false);
  });

  it('does not speak to another process that has the port', async () => {
    await start({ objects: 1000 });
    const other = await startHeavyTarget(join(scratch, 'other.cjs'), {
      objects: 1000,
      // The last one counts.
      flags: [`--inspect=127.0.0.1:${target.inspector}`],
    });
    try {
      const run = poolscope('attach', String(target.pid), '--dir', newFolder());
      expect(await run.exit).toEqual({ code: 2, signal: null });
      expect(run.output.stderr).toContain(`process ${other.pid} has port ${target.inspector}`);
      expect(other.output.stderr).not.toContain('Debugger attached');
      expect(await target.isServing()).toBe(true);
    } finally {
      await other.stop();
    }
  });

  it('survives a heap that is nearly full: a snapshot does not fill it', async () => {
    await start({ objects: 155_000, flags: ['--max-old-space-size=24', '--max-semi-space-size=1'] });
    const folder = newFolder();
    const run = poolscope('attach', String(target.pid), '--rounds', '0', '--dir', folder, '--quiet');
    expect(await run.exit).toEqual({ code: 0, signal: null });
    const sidecar: { heapLimitBytes: number; memoryBefore: { heapUsed: number } } = JSON.parse(
      await readFile(join(folder, '0.heapsnapshot.json'), 'utf8'),
    );
    expect(sidecar.memoryBefore.heapUsed / sidecar.heapLimitBytes).toBeGreaterThan(0.7);
    expect(await target.isServing()).toBe(true);
    expect(await target.isInspected()).toBe(false);
  });

  it('refuses a target whose container has too little memory left, unless forced', async () => {
    const preload = join(scratch, 'container.cjs');
    await writeFile(preload, CONTAINER);
    await start({ objects: 20_000, flags: ['--require', preload] });
    const folder = newFolder();
    const refused = poolscope('attach', String(target.pid), '--dir', folder);
    expect(await refused.exit).toEqual({ code: 2, signal: null });
    expect(refused.output.stderr).toMatch(/the container has 10 MB left for the target: it would probably be killed/);
    expect(await listFolder(folder)).toEqual([]);
    expect(await target.isInspected()).toBe(false);
    const forced = poolscope('attach', String(target.pid), '--rounds', '0', '--force', '--dir', folder);
    expect(await forced.exit).toEqual({ code: 0, signal: null });
    expect(forced.output.stderr).toMatch(/That may not be enough/);
  });

  it.skipIf(!isNode24Here)('signals nobody who would not survive it', async () => {
    const { binaries, skipped } = await provideNodeBinaries({ majors: [24] });
    const [node24] = binaries;
    if (node24 === undefined) throw new Error(`no Node.js 24: ${skipped[0]?.reason}`);
    await start({ objects: 1000, flags: ['--disable-sigusr1'], node: node24.path });
    const run = poolscope('attach', String(target.pid), '--dir', newFolder());
    expect(await run.exit).toEqual({ code: 2, signal: null });
    expect(run.output.stderr).toMatch(/does not open an inspector on SIGUSR1; it would be ended/);
    expect(await target.isServing()).toBe(true);
  });
});

/** Where the bundled program is. */
function poolscopeArguments(): string[] {
  const { spawnargs } = poolscope('--version').child;
  return spawnargs.slice(1, 2);
}

/** What a target reads in a container that has 10 MB left. */
const CONTAINER = `
  const fs = require('node:fs');
  const read = fs.readFileSync;
  const files = {
    '/proc/self/cgroup': '0::/box\\n',
    '/sys/fs/cgroup/box/memory.max': '110000000\\n',
    '/sys/fs/cgroup/box/memory.current': '105000000\\n',
    '/sys/fs/cgroup/box/memory.stat': 'anon 90000000\\ninactive_file 5000000\\nactive_file 0\\n',
  };
  fs.readFileSync = (path, ...rest) => files[path] ?? read(path, ...rest);
`;
