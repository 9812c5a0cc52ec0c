import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCENARIOS } from '../../samples/vttablet/scenarios/catalog.js';

const ROOT = resolve(import.meta.dirname, '../..');
/** A folder of its own: another suite may be running what `npm run samples` built. */
const BUILD = join(ROOT, 'build', 'test-samples');
const MAIN = join(BUILD, 'vttablet', 'main.js');

/** A small run: 4 idle connections, 3 sessions a cycle, one cycle before each of two snapshots. */
const SMALL = ['--pool-size', '4', '--sessions', '3', '--warm-up', '1', '--rounds', '1', '--cycles', '1'];

const CONTROLLED = ['--pool-size', '4', '--sessions', '3', '--cycles', '2'];

let out: string;

beforeAll(async () => {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.samples.json', '--outDir', BUILD], { cwd: ROOT });
  out = await mkdtemp(join(tmpdir(), 'vttablet-'));
}, 120_000);

afterAll(async () => {
  await rm(out, { recursive: true });
});

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(...args: string[]): { child: ChildProcess; outcome: Promise<Outcome> } {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    texts.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    texts.stderr += text;
  });
  const outcome = once(child, 'close').then(() => ({ code: child.exitCode, ...texts }));
  return { child, outcome };
}

const run = (...args: string[]): Promise<Outcome> => start(...args).outcome;

/** How many objects of each class a snapshot holds, by the plainest means there is. */
async function countObjects(path: string): Promise<Map<string, number>> {
  const file: {
    snapshot: { meta: { node_fields: string[]; node_types: [string[]] } };
    nodes: number[];
    strings: string[];
  } = JSON.parse(await readFile(path, 'utf8'));
  const { node_fields: fields, node_types: types } = file.snapshot.meta;
  const [type, name] = [fields.indexOf('type'), fields.indexOf('name')];
  const object = types[0].indexOf('object');
  const counts = new Map<string, number>();
  for (let at = 0; at < file.nodes.length; at += fields.length) {
    if (file.nodes[at + type] !== object) continue;
    const className = file.strings[file.nodes[at + name] ?? -1] ?? '';
    counts.set(className, (counts.get(className) ?? 0) + 1);
  }
  return counts;
}

/** Those of the modules that exist twice whose names a snapshot holds. */
async function listModules(path: string): Promise<string[]> {
  const { strings }: { strings: string[] } = JSON.parse(await readFile(path, 'utf8'));
  const names = strings.map(
    (text) => /\/vttablet\/((conn-stack|connection-book|session|statement)\b.*)\.js$/.exec(text)?.[1],
  );
  return [...new Set(names)].filter((name) => name !== undefined).sort();
}

/** The module with the fault; all others are the mended ones. */
const FAULTY: Readonly<Record<string, string>> = {
  'stale-link': 'conn-stack',
  refcount: 'statement',
  cycle: 'session',
  accumulate: 'connection-book',
  control: 'conn-stack',
};
const PARTS = ['conn-stack', 'connection-book', 'session', 'statement'];

/** What one cycle adds to each class: one leader in all that reserve, and what the fault keeps of the two others. */
const ADDED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'stale-link': { Pooled: 3, DbConnection: 3, StatefulConnection: 1, Session: 1 },
  refcount: { Pooled: 3, DbConnection: 3, StatefulConnection: 3, Session: 1 },
  cycle: { Pooled: 1, DbConnection: 3, StatefulConnection: 1, Session: 3, Reservation: 3 },
  accumulate: { Pooled: 1, DbConnection: 3, StatefulConnection: 1, Session: 1 },
  control: {},
  'healthy-cycles': { Pooled: 1, DbConnection: 1, StatefulConnection: 1, Session: 1, Reservation: 1 },
};
const ADDED_FIXED = { Pooled: 1, DbConnection: 1, StatefulConnection: 1, Session: 1 };
const CLASSES = ['Pooled', 'DbConnection', 'StatefulConnection', 'Session', 'Reservation'];

// Twelve processes, each of which takes two snapshots: slow on a machine that has other work.
describe('the sample vttablet', { timeout: 60_000 }, () => {
  const cases = SCENARIOS.flatMap(({ name, linked, reserves }) => {
    const fixed = { ...(reserves ? ADDED_FIXED : {}), ...(linked ? { Reservation: 1 } : {}) };
    return [
      { name, flags: [] as string[], added: ADDED[name] ?? {}, faulty: FAULTY[name] },
      { name, flags: ['--fixed'], added: fixed, faulty: undefined },
    ];
  });

  it.each(cases)(
    'writes a series in which only what should grow does, with one module of each part: $name $flags',
    async (each) => {
      const folder = join(out, `${each.name}${each.flags.join('')}`);
      const outcome = await run('--scenario', each.name, ...each.flags, ...SMALL, '--out', folder);
      expect(outcome).toMatchObject({ code: 0, stderr: '' });
      expect((await readdir(folder)).sort()).toEqual(['0.heapsnapshot', '1.heapsnapshot']);

      const before = await countObjects(join(folder, '0.heapsnapshot'));
      const after = await countObjects(join(folder, '1.heapsnapshot'));
      const growth = CLASSES.map((name) => [name, (after.get(name) ?? 0) - (before.get(name) ?? 0)] as const);
      expect(Object.fromEntries(growth.filter(([, count]) => count !== 0))).toEqual(each.added);
      const modules = PARTS.map((part) => (part === each.faulty ? part : `${part}.mended`));
      expect(await listModules(join(folder, '1.heapsnapshot'))).toEqual(modules);
      await rm(folder, { recursive: true });
    },
  );

  it('replaces a series that lies in the folder, and nothing else', async () => {
    const folder = await mkdtemp(join(out, 'replaced-'));
    for (const name of ['7.heapsnapshot', 'notes.txt', 'my.heapsnapshot']) await writeFile(join(folder, name), '');
    await run('--scenario', 'control', ...SMALL, '--rounds', '0', '--out', folder);
    expect((await readdir(folder)).sort()).toEqual(['0.heapsnapshot', 'my.heapsnapshot', 'notes.txt']);
  });

  it('serves until SIGTERM and closes all connections then', async () => {
    const { child, outcome } = start('--scenario', 'cycle', '--serve', '--interval', '5', '--pool-size', '4');
    await expect.poll(() => child.stdout?.listenerCount('data')).toBe(1);
    await new Promise<void>((ready) => child.stdout?.once('data', () => ready()));
    child.kill('SIGTERM');
    const { code, stdout, stderr } = await outcome;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^pid ${child.pid}\nstopped after \\d+ cycles: `));
  });

  it('works on request under --control, as many cycles as it is asked for', async () => {
    const { child, outcome } = start(
      '--scenario',
      'control',
      '--serve',
      '--control',
      '0',
      '--warm-up',
      '1',
      ...CONTROLLED,
    );
    let text = '';
    child.stdout?.on('data', (part: string) => {
      text += part;
    });
    await expect.poll(() => text, { timeout: 20_000 }).toMatch(/control \S+\n/);
    const port = /control http:\/\/127\.0\.0\.1:(\d+)\/\n/.exec(text)?.[1] ?? '';
    const work = (...args: string[]) => execFileSync(process.execPath, [join(BUILD, 'vttablet', 'work.js'), ...args]);
    expect(String(work(port, '3'))).toMatch(/4 idle/);
    expect(String(work(port))).toMatch(/4 idle/);
    child.kill('SIGTERM');
    const { code, stdout } = await outcome;
    expect(code).toBe(0);
    // One to warm up, three, and a round of two.
    expect(stdout).toContain('stopped after 6 cycles');
    expect(() => work(port)).toThrow(`no sample answers at port ${port}`);
  });

  it('gives help, and one line with exit code 2 for wrong options', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, stderr: '' });
    const { code, stdout, stderr } = await run('--scenario', 'nonsense', '--serve');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^vttablet: there is no scenario 'nonsense'; .*\n$/);
  });

  it('ends with exit code 1 and one line when the server cannot be reached', async () => {
    const { code, stderr } = await run('--scenario', 'control', '--serve', '--url', 'mysql://root@127.0.0.1:1/test');
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'vttablet: connect ECONNREFUSED 127.0.0.1:1\n' });
  });
});
