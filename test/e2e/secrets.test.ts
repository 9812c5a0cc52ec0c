import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freePort } from '../support/free-port.js';
import { poolscope } from './support/command-line.js';

/** Each is planted in one place by apps/secretive.mjs, and is the beginning of the word there. */
const MARKERS = {
  'user in a config': 'qzvUser',
  'password in a config': 'qzvPassword',
  'key in a nested config': 'qzvKey',
  'password in a URL': 'qzvUrlPassword',
  'token in a URL': 'qzvUrlToken',
  'value of a header': 'qzvHeader',
  'name of a header': 'qzvHeaderName',
  cookie: 'qzvCookie',
  'text in a Buffer': 'qzvBufferText',
  'value from Redis': 'qzvRedisValue',
  'regular expression': 'qzvPattern',
  'symbol with data': 'qzvSymbol',
  'key of a plain table': 'qzvTableKey',
  'key of a table without prototype': 'qzvNullKey',
  'key of a small table': 'qzvFewKey',
  'key that is a mail address': 'qzvMail',
  'key of a Map': 'qzvMapKey',
  'entry of a Set': 'qzvSetEntry',
  'variable of a closure': 'qzvClosure',
  'bound argument': 'qzvBound',
  'event made of data': 'qzvEvent',
  'message of an error': 'qzvErrorMessage',
  'cause of an error': 'qzvCause',
  'async store': 'qzvStore',
  argument: 'qzvArgv',
  'environment variable': 'qzvEnvironment',
  'text in the source': 'qzvSourceText',
  'comment in the source': 'qzvComment',
  'text in the source map': 'qzvSourceMap',
} as const;

/** Found in the source itself, which `attach` keeps in `scripts/`, and `--no-scripts` leaves out. */
const IN_SOURCE: readonly string[] = ['qzvSourceText', 'qzvComment'];

const FORMATS = ['text', 'json', 'markdown', 'html', 'sarif', 'github', 'junit'] as const;

let folder = '';
/** What a user may hand on: outputs and files, by their names. */
const outputs = new Map<string, string>();
let snapshots = '';
let scripts = '';

async function keep(name: string, argv: readonly string[]): Promise<void> {
  const { stdout, stderr } = await poolscope(argv);
  outputs.set(name, stdout + stderr);
}

/** What is said of snapshots that end in the middle of a secret, or have one in the place of something else. */
async function keepFailures(text: string): Promise<void> {
  // Behind the whole word.
  const at = text.indexOf('qzvPassword') + 6;
  const broken = {
    'cut off': text.slice(0, at + 8),
    'a bad escape': `${text.slice(0, at + 8)}\\x${text.slice(at + 8)}`,
    'no comma': text.slice(0, at + 8) + text.slice(at + 8).replace('",', '" '),
    'a secret as a section': text.replace('"nodes":[', '"qzvPassword":"qzvUser","nodes":["qzvPassword",'),
    'not JSON': `qzvPassword ${text.slice(0, 500)}`,
  };
  for (const [what, content] of Object.entries(broken)) {
    const path = join(folder, 'broken.heapsnapshot');
    await writeFile(path, content);
    for (const env of [{}, { POOLSCOPE_DEBUG: '1' }] as Record<string, string>[])
      for (const argv of [
        ['analyze', path],
        ['scrub', path, '-o', join(folder, 'copy.heapsnapshot')],
      ]) {
        const { code, stdout, stderr } = await poolscope(argv, { env });
        outputs.set(`${argv[0]}, ${what}${'POOLSCOPE_DEBUG' in env ? ', with stacks' : ''}`, stdout + stderr);
        if (code !== 2) throw new Error(`${what}: expected exit code 2, found ${code}`);
      }
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poolscope-secrets-'));
  const series = join(folder, 'series');
  const port = await freePort();
  const load = `for i in 1 2 3 4 5 6 7 8 9; do curl -sf http://127.0.0.1:${port}/ && break; sleep 0.3; done`;
  process.env['SECRETIVE'] = 'qzvEnvironment';
  const app = join(import.meta.dirname, 'apps', 'secretive.mjs');
  const watched = join(folder, 'watched');
  try {
    await keep('attach', [
      ...['attach', '--spawn', '--between', load, '--interval', '300ms', '--dir', series, '--no-watch', '--verbose'],
      ...['--', process.execPath, app, 'qzvArgv', String(port)],
    ]);
    await keep('attach, watched and traced', [
      ...[
        'attach',
        '--spawn',
        '--between',
        load,
        '--interval',
        '300ms',
        '--rounds',
        '2',
        '--dir',
        watched,
        '--no-scripts',
      ],
      ...['--watch', '--watch-time', '2s', '--trace-leases', '--ages', '--format', 'json', '--timings'],
      ...['--', process.execPath, app, 'qzvArgv', String(port)],
    ]);
  } finally {
    delete process.env['SECRETIVE'];
  }
  const file = (name: string) => join(folder, name);
  await keep('analyze --verbose', ['analyze', series, '--verbose']);
  await keep('analyze', ['analyze', series]);
  await keep('analyze --quiet', ['analyze', series, '--quiet']);
  await keep('analyze, inferred', ['analyze', series, '--no-builtin-profiles', '--verbose']);
  await keep('one snapshot', ['analyze', join(series, '3.heapsnapshot'), '--verbose']);
  await keep('to a file', ['analyze', series, '--format', 'json', '-o', file('report.json')]);
  await keep('one to a file', [
    'analyze',
    join(series, '0.heapsnapshot'),
    '--format',
    'json',
    '-o',
    file('first.json'),
  ]);
  for (const format of ['markdown', 'html', 'sarif', 'github', 'junit'])
    await keep(`analyze ${format}`, ['analyze', series, '--format', format, '--verbose']);
  for (const fingerprint of ['1', '2', '3'])
    await keep(`explain ${fingerprint}`, ['explain', file('report.json'), fingerprint]);
  await keep('baseline', ['baseline', file('report.json'), '-o', file('known.json')]);
  outputs.set('known.json', readFileSync(file('known.json'), 'utf8'));
  for (const format of FORMATS)
    await keep(`compare ${format}`, ['compare', file('first.json'), file('report.json'), '--format', format]);
  await keep('explain markdown', ['explain', file('report.json'), '--format', 'markdown', '-o', file('explained.md')]);
  const written = FORMATS.map((format) => [format, file(`report.${format}`)] as const);
  const reports = written.flatMap(([format, path]) => ['--report', `${format}=${path}`]);
  await keep('all reports of one run', ['analyze', series, '--verbose', '--baseline', file('known.json'), ...reports]);
  await writeFile(file('poolscope.config.json'), JSON.stringify({ baseline: 'known.json', failOn: 'suspect' }));
  await keep('analyze as configured', ['analyze', series, '--config', file('poolscope.config.json'), '--verbose']);
  for (const path of [file('explained.md'), ...written.map(([, name]) => name)])
    outputs.set(path.slice(folder.length + 1), readFileSync(path, 'utf8'));
  await keep('compare folders', ['compare', series, watched, '--verbose']);
  await keep('analyze with maps', ['analyze', series, '--source-root', join(import.meta.dirname, 'apps'), '--verbose']);
  await keep('scrub', ['scrub', series, '-o', file('scrubbed'), '--numbers']);
  await keep('scrub, names too', [
    'scrub',
    join(series, '3.heapsnapshot'),
    '-o',
    file('named.heapsnapshot'),
    '--names',
  ]);
  await keep('scrubbed, analyzed', ['analyze', file('scrubbed'), '--verbose']);
  for (const name of readdirSync(file('scrubbed')))
    outputs.set(`scrubbed: ${name}`, readFileSync(join(file('scrubbed'), name), 'utf8'));
  outputs.set('scrubbed, names too', readFileSync(file('named.heapsnapshot'), 'utf8'));
  await keepFailures(readFileSync(join(series, '3.heapsnapshot'), 'utf8'));
  await mkdir(file('profiles'));
  await keep('profiles suggest', ['profiles', 'suggest', join(series, '3.heapsnapshot')]);
  const profile = { schemaVersion: 1, name: 'mine', connections: ['Sesion'], pools: [{ class: 'Valt', ledgers: [] }] };
  await writeFile(file('profile.json'), JSON.stringify(profile));
  await keep('profiles check', [
    'profiles',
    'check',
    file('profile.json'),
    '--against',
    join(series, '3.heapsnapshot'),
  ]);
  for (const name of ['report.json', 'first.json']) outputs.set(name, readFileSync(file(name), 'utf8'));
  for (const name of readdirSync(watched))
    if (name.endsWith('.json')) outputs.set(`beside a watched one: ${name}`, readFileSync(join(watched, name), 'utf8'));
  for (const name of readdirSync(series)) {
    const path = join(series, name);
    if (name.endsWith('.json')) outputs.set(`beside a snapshot: ${name}`, readFileSync(path, 'utf8'));
    else if (name.endsWith('.heapsnapshot')) snapshots += readFileSync(path, 'utf8');
  }
  for (const name of readdirSync(join(series, 'scripts')))
    scripts += readFileSync(join(series, 'scripts', name), 'utf8');
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('words that were planted in a process', () => {
  it('are in its snapshots, or else the test would show nothing', () => {
    const missing = Object.values(MARKERS).filter((marker) => !snapshots.includes(marker) && !scripts.includes(marker));
    // What was decoded from base64 is not text yet; Buffers are outside the heap.
    expect(missing.filter((marker) => marker !== 'qzvSourceMap' && marker !== 'qzvBufferText')).toEqual([]);
    const { findings } = JSON.parse(outputs.get('report.json') ?? '') as { findings: { suspects: number }[] };
    expect(findings.length).toBeGreaterThan(3);
    // The second run has what only a traced one has.
    const beside = JSON.parse(outputs.get('beside a watched one: 2.heapsnapshot.json') ?? '') as Record<
      string,
      unknown
    >;
    expect(beside['leases'] ?? null).not.toBeNull();
  });

  it('are in no output and no file but the snapshots and the sources', () => {
    const table: string[] = [];
    for (const [place, marker] of Object.entries(MARKERS))
      for (const [name, text] of outputs) if (text.includes(marker)) table.push(`${place} in ${name}`);
    const cells = Object.keys(MARKERS).length * outputs.size;
    process.stdout.write(
      `${Object.keys(MARKERS).length} markers × ${outputs.size} outputs: ${table.length} of ${cells} found\n`,
    );
    expect(table).toEqual([]);
  });

  it('are in the kept sources only where they are part of the source', () => {
    const found = Object.values(MARKERS).filter((marker) => scripts.includes(marker));
    // The program of this test names all of its words; those that are made while it runs are not whole there.
    expect(found).toEqual(expect.arrayContaining([...IN_SOURCE]));
  });

  it.skipIf(process.platform === 'win32')('lie in files that only the user may read', () => {
    const open: string[] = [];
    const visit = (path: string): void => {
      const { mode } = statSync(path);
      const isFolder = statSync(path).isDirectory();
      if ((mode & 0o077) !== 0) open.push(path);
      if (isFolder) for (const name of readdirSync(path)) visit(join(path, name));
    };
    const made = ['series', 'watched', 'scrubbed', 'named.heapsnapshot', 'known.json', 'explained.md', 'first.json'];
    for (const name of [...made, ...FORMATS.map((format) => `report.${format}`)]) visit(join(folder, name));
    expect(open).toEqual([]);
  });
});
