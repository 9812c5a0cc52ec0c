import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HeapBuilder } from '../support/heap-dsl.js';

const ROOT = resolve(import.meta.dirname, '../..');
const PAGES = ['README.md', 'samples/README.md', ...docPages()];
const LIMIT_MS = 300_000;

/** What begins a command, in blocks and between backticks. */
const COMMAND = /^(?:\$ )?(?:poolscope|npx|npm|node|source|cat|head|kubectl|nsenter|docker|memlab|POOLSCOPE_TRACE)\b/;

/** Commands that no test here runs, with the reason. */
const ELSEWHERE: readonly (readonly [start: string, why: string])[] = [
  ['$ ', 'the demo prints them as it runs them'],
  ['npm ', 'scripts of this repository, which must be in package.json; `check-packed.mjs` installs the package'],
  ['node build/', 'test/samples runs the samples'],
  ['node dist/cli', 'check-packed.mjs and test/cli/main.test.ts start the program'],
  ['node --heapsnapshot', 'options of Node.js'],
  ['POOLSCOPE_TRACE=', 'test/e2e/attach-agent.test.ts'],
  ['poolscope attach $!', 'test/e2e/attach-sample.test.ts'],
  ['poolscope attach 4711 --trace-leases --rounds 0', 'needs the agent: test/e2e/attach-agent.test.ts'],
  ['nsenter ', 'test/e2e/attach-ways.test.ts'],
  ['kubectl ', 'the page says that it was not tried'],
  ['docker ', 'the page says that it was not tried'],
  ['memlab ', 'memlab is no dependency; test/memlab runs what the commands call'],
];

/** Without a target, `attach` lists processes. */
const LISTING = /^poolscope attach(?: --(?!help)\w+)?$/;

function docPages(): string[] {
  return readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name))
    .sort();
}

/** The commands of a page: lines of blocks without a language, runs of a workflow, and what stands between backticks. */
function commandsOf(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const blocks = [...text.matchAll(/^```(\w*)\n(.*?)^```/gms)];
  const lines = blocks.flatMap(([, language, block = '']) => {
    if (language === 'yaml') return [...block.matchAll(/^- run: (.*)$/gm)].map(([, run = '']) => run);
    return language === '' ? block.split('\n') : [];
  });
  const prose = text.replace(/^```.*?^```/gms, '');
  const inline = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code).filter((code) => code.includes(' '));
  return [...lines, ...inline].map((line) => line.replace(/\s+#.*$/, '').trim()).filter((line) => COMMAND.test(line));
}

const all = [...new Set(PAGES.flatMap(commandsOf))];
const elsewhere = (command: string): boolean => ELSEWHERE.some(([start]) => command.startsWith(start));
/** Words in place of what the reader has to fill in. */
const hasPlaceholder = (command: string): boolean =>
  /[<…]|\b(?:NAME|FILE|FOLDER)\b/.test(command.replace('source <(', ''));
const tried = all.filter((command) => !elsewhere(command) && !hasPlaceholder(command));

let folder = '';
const children: ChildProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'poolscope-docs-'));
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/cli/main.ts'],
    outfile: join(ROOT, 'build/e2e/docs/dist/cli/main.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  writeFileSync(join(ROOT, 'build/e2e/docs/package.json'), '{"type": "module", "version": "1.2.3"}');
  const command = `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, 'build/e2e/docs/dist/cli/main.mjs')}" "$@"\n`;
  write('bin/poolscope', command, 0o755);
  write('load.sh', '#!/bin/sh\n', 0o755);
  const wait = 'setInterval(() => {}, 1_000)';
  write('dist/server.js', wait);
  write(
    'app/server.js',
    `const { Worker } = require('node:worker_threads'); for (const _ of [1, 2]) new Worker('${wait}', { eval: true }); ${wait};`,
  );
  const heap = new HeapBuilder();
  const retired = heap.array([]);
  heap.global.property('pool', heap.object('Pool').property('retired', retired));
  for (let round = 0; round < 4; round += 1) {
    for (let count = 0; count < 20; count += 1) retired.push(heap.object('Connection').property('closed', true));
    const text = heap.toJson();
    for (const name of ['', 'snapshots/', 'heaps/', 'with/', 'without/', 'after/'])
      write(`${name}${round}.heapsnapshot`, text);
    write(`packed/${round}.heapsnapshot.gz`, gzipSync(text));
  }
  for (const name of ['last', 'heap']) cpSync(join(folder, '3.heapsnapshot'), join(folder, `${name}.heapsnapshot`));
  write(
    'my-pool.json',
    JSON.stringify({ name: 'mine', pools: [{ class: 'Pool', ledgers: [{ field: 'retired', role: 'all' }] }] }),
  );
  expect(run('poolscope analyze snapshots/ --format json -o report.json').status).toBe(1);
  for (const name of ['before', 'main', 'branch']) cpSync(join(folder, 'report.json'), join(folder, `${name}.json`));
  expect(run('poolscope baseline report.json -o known.json').status).toBe(0);
}, LIMIT_MS);
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | Uint8Array, mode = 0o644): void {
  const path = join(folder, name);
  mkdirSync(resolve(path, '..'), { recursive: true });
  writeFileSync(path, content);
  chmodSync(path, mode);
}

function run(command: string): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', `set -o pipefail; ${command}`], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
      PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    },
  });
  return { status, output: stdout + stderr };
}

/** A process to attach to, and the command with its pid and port. No snapshot is taken: that is the matter of test/e2e. */
async function prepareAttach(command: string): Promise<string> {
  const target = spawn(process.execPath, ['--inspect=127.0.0.1:0', join(folder, 'app/server.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  children.push(target);
  let said = '';
  while (!/:\d+\//.test(said)) said += String((await once(target.stderr, 'data'))[0]);
  const port = /:(\d+)\//.exec(said)?.[1] ?? '';
  const own = command
    .replace(/^(poolscope attach) (?:4711|PID)\b/, `$1 ${target.pid}`)
    .replace('localhost:9229', `localhost:${port}`)
    .replace('attach server.js', `attach ${folder}/app/server.js`);
  if (LISTING.test(own)) return own;
  return own.includes(' -- ') ? own.replace(' -- ', ' --dry-run -- ') : `${own} --dry-run`;
}

/** As it can be run here: what `npx` fetches is there, and no shell but bash is needed. */
function prepare(command: string): string {
  return (
    command
      .replace(/^npx /, '')
      .replace('snapshots/*.heapsnapshot.gz', 'packed/*.heapsnapshot.gz')
      .replace(
        / 2342bfa67c3e5029$/,
        ' "$(grep -o \'"fingerprint": *"[0-9a-f]*"\' report.json | head -1 | grep -o "[0-9a-f]\\{16\\}")"',
      )
      .replace(/ report\.json 2$/, ' report.json 1')
      // The name of a command alone is no command to type.
      .replace(/^poolscope (?:analyze|baseline|compare|scrub)$/, '$& --help')
      .replace(/^source <\((.*zsh)\)$/, '$1')
      .replace(/ \| source$/, '')
  );
}

describe('the commands of README.md and docs', () => {
  it('are many, and those that run elsewhere are still there', () => {
    expect(tried.length).toBeGreaterThan(40);
    expect(ELSEWHERE.filter(([start]) => !all.some((command) => command.startsWith(start)))).toEqual([]);
  });

  it('are scripts of package.json where npm runs them', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const names = all.flatMap((command) => [...command.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name));
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !(name in scripts))).toEqual([]);
  });

  it.each(tried)(
    '%s',
    async (command) => {
      const own = prepare(command);
      const isAttach = own.startsWith('poolscope attach');
      // It refuses a folder that has snapshots already.
      rmSync(join(folder, 'scrubbed'), { recursive: true, force: true });
      const { status, output } = run(isAttach ? await prepareAttach(own) : own);
      if (LISTING.test(own)) {
        expect(output).toContain('Node.js processes:');
        return;
      }
      // 1 says that there are findings, or that a profile does not fit.
      expect([0, ...(isAttach ? [] : [1])], output).toContain(status);
      expect(output).not.toMatch(/^(?:poolscope|bash): .*(?:unknown|not found)/im);
    },
    LIMIT_MS,
  );
});
