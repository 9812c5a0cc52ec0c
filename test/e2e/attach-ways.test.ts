import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { isInspector } from '../../src/capture/inspector-endpoint.js';
import { freePort } from '../support/free-port.js';
import { bundleProgram, type RunningProgram, startProgram } from './support/program.js';
import { type Serving, startServing } from './support/serving.js';

const SOURCE = `require('node:http').createServer().listen(0, '127.0.0.1', () => console.log('ready'));`;

let poolscope: (...args: string[]) => RunningProgram;
let scratch = '';
const started: Serving[] = [];

beforeAll(async () => {
  poolscope = await bundleProgram('attach-ways');
  scratch = await mkdtemp(join(tmpdir(), 'poolscope-ways-'));
});
afterEach(() => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

async function serve(name: string, ...flags: string[]): Promise<Serving> {
  const file = join(scratch, name);
  await writeFile(file, SOURCE);
  const serving = startServing(process.execPath, [...flags, file]);
  started.push(serving);
  await serving.waitFor(/ready/);
  return serving;
}

const canUnshare = (() => {
  try {
    execFileSync('unshare', ['--net', '--pid', '--fork', '--mount-proc', 'true'], { stdio: 'ignore' });
    execFileSync('nsenter', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(process.platform !== 'linux')('the ways to a target', { timeout: 120_000 }, () => {
  it('leads to the one process whose command line has a part, and says what a snapshot costs', async () => {
    const inspector = await freePort();
    const { pid } = await serve('only-one-of-these.cjs', `--inspect-port=${inspector}`);
    const folder = join(scratch, 'none');
    const run = poolscope('attach', 'only-one-of-these.cjs', '--dry-run', '--dir', folder);
    expect(await run.exit).toEqual({ code: 0, signal: null });
    expect(run.output.stderr).toContain(`Attached to process ${pid}:`);
    expect(run.output.stdout).toMatch(
      /^Each of 4 snapshots pauses the process for .* to .* and needs .* to .* of extra memory \(heap .*, [\d,]+ objects; /,
    );
    expect(await readdir(folder).catch(() => null)).toBeNull();
    expect(await isInspector({ host: '127.0.0.1', port: inspector })).toBe(false);
  });

  it('leads to none of several, and lists them', async () => {
    const [one, other] = [await serve('first-of-many.cjs'), await serve('second-of-many.cjs')];
    const run = poolscope('attach', 'of-many.cjs', '--dry-run');
    expect(await run.exit).toEqual({ code: 2, signal: null });
    expect(run.output.stderr).toMatch(/2 processes have of-many\.cjs in their command lines/);
    for (const { pid } of [one, other])
      expect(run.output.stderr).toMatch(new RegExp(`^ {2}${pid} {2}node .*-of-many`, 'm'));
  });

  it('leads to the second service of a host whose port the first one has, which gets it back', async () => {
    const port = await freePort();
    const first = await serve('holder.cjs', `--inspect=127.0.0.1:${port}`);
    const second = await serve('second.cjs', `--inspect-port=${port}`);
    const refused = poolscope('attach', String(second.pid), '--dry-run');
    expect(await refused.exit).toEqual({ code: 2, signal: null });
    expect(refused.output.stderr).toMatch(
      new RegExp(`process ${first.pid} has port ${port} \\(node .*holder\\.cjs\\)`),
    );
    expect(refused.output.stderr).toContain('--free-port');

    const run = poolscope('attach', String(second.pid), '--free-port', '--dry-run');
    expect(await run.exit).toEqual({ code: 0, signal: null });
    expect(run.output.stderr).toContain(`Attached to process ${second.pid}:`);
    const reopened = (): number => first.output.stderr.match(/Debugger listening on/g)?.length ?? 0;
    await expect.poll(reopened, { timeout: 30_000 }).toBe(2);
    expect(await isInspector({ host: '127.0.0.1', port })).toBe(true);
    expect([first.child.exitCode, second.child.exitCode]).toEqual([null, null]);
  });

  it.skipIf(!canUnshare)('names the way into other namespaces, which leads there', async () => {
    const file = join(scratch, 'inside.cjs');
    await writeFile(file, SOURCE);
    const inside = startServing('unshare', [
      ...['--net', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c'],
      `ip link set lo up; exec "$0" "$1"`,
      process.execPath,
      file,
    ]);
    started.push(inside);
    await inside.waitFor(/ready/);
    const refused = poolscope('attach', 'inside.cjs', '--dry-run');
    expect(await refused.exit).toEqual({ code: 2, signal: null });
    const [, pid = ''] = /nsenter --target (\d+) --net poolscope attach \1/.exec(refused.output.stderr) ?? [];
    const { spawnargs } = poolscope('--version').child;
    const entered = ['nsenter', '--target', pid, '--net', ...spawnargs.slice(0, 2), 'attach', pid, '--dry-run'];
    const run = startProgram(entered);
    expect(await run.exit).toEqual({ code: 0, signal: null });
    expect(run.output.stderr).toContain(`Attached to process ${pid} (1 in its container):`);
  });
});
