import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ToolError } from '../../src/errors.js';
import type { Report } from '../../src/findings/report-schema.js';
import { textWidth } from '../../src/report/text-width.js';
import type { FakeIoOptions } from '../support/fake-io.js';
import { cleanReportFixture, reportFixture } from '../support/report-fixtures.js';
import { type Asked, start } from './start-support.js';

let folder = '';
let first = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'poolscope-cli-'));
  first = join(folder, 'heap-1.heapsnapshot');
  writeFileSync(first, '{}');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('analyze', () => {
  it('exits 1 on a leak, 0 on none, and prints the report on stdout only', async () => {
    const leak = await start({ argv: ['analyze', first] });
    expect(leak).toMatchObject({ code: 1, stderr: '' });
    expect(leak.stdout).toMatch(/^LEAK {2}Clear/);
    expect(await start({ argv: ['analyze', first] }, cleanReportFixture())).toMatchObject({ code: 0, stderr: '' });
  });

  it('takes files in the order given', async () => {
    const second = join(folder, 'a.heapsnapshot');
    writeFileSync(second, '{}');
    const { asked } = await start({ argv: ['analyze', first, second] });
    expect(asked?.inputs.map(({ path }) => path)).toEqual([first, second]);
  });

  it('takes the snapshots of a folder in natural order, and nothing else in it', async () => {
    for (const name of ['heap-10.heapsnapshot', 'heap-2.heapsnapshot.gz', 'notes.txt', 'heap-1.heapsnapshot.part']) {
      writeFileSync(join(folder, name), '{}');
    }
    const { asked } = await start({ argv: ['analyze', folder] });
    expect(asked?.inputs.map(({ name }) => name)).toEqual(
      ['heap-1.heapsnapshot', 'heap-2.heapsnapshot.gz', 'heap-10.heapsnapshot'].map((name) => join(folder, name)),
    );
  });

  it('reads standard input for -', async () => {
    let content = '';
    const { code } = await start({ argv: ['analyze', '-'], stdin: '{"snapshot":{}}' }, async ({ inputs }) => {
      const source = await inputs[0]?.open();
      if (source === undefined) throw new Error('No input');
      content = await text(source.chunks());
      return reportFixture();
    });
    expect(content).toBe('{"snapshot":{}}');
    expect(code).toBe(1);
  });

  it('hands its options on', async () => {
    const profile = join(folder, 'mine.json');
    writeFileSync(profile, '{"name": "mine", "connections": ["Wire"]}');
    const { asked } = await start({
      argv: ['analyze', '--engine', 'memlab', '--profile', profile, '--profile', profile, '--timings', first],
    });
    expect(asked?.options).toMatchObject({ engine: 'memlab', timings: true });
    expect(asked?.options.profiles?.map(({ name, connections }) => [name, connections])).toEqual([
      ['mine', ['Wire']],
      ['mine', ['Wire']],
    ]);
    expect(asked?.inputs).toHaveLength(1);
  });

  it.each([
    ['leak', 1],
    ['suspect', 1],
    ['never', 0],
  ])('follows --fail-on %s', async (policy, code) => {
    expect((await start({ argv: ['analyze', first, '--fail-on', policy] })).code).toBe(code);
  });

  it('writes JSON that is the report', async () => {
    const { stdout } = await start({ argv: ['analyze', first, '--format=json'] });
    expect(JSON.parse(stdout)).toEqual(reportFixture());
  });

  it('prints one line per finding with --quiet, and none when clean', async () => {
    expect((await start({ argv: ['analyze', first, '-q'] })).stdout).toMatch(/^LEAK Clear .*\n$/);
    expect(await start({ argv: ['analyze', first, '-q'] }, cleanReportFixture())).toMatchObject({
      code: 0,
      stdout: '',
    });
  });

  it('colors for a terminal, and not against the user', async () => {
    const colors = async (options: Omit<FakeIoOptions, 'argv'>, ...flags: string[]): Promise<boolean> =>
      (await start({ argv: ['analyze', first, ...flags], ...options })).stdout.includes('\u001b[');
    expect(await colors({ tty: true })).toBe(true);
    expect(await colors({})).toBe(false);
    expect(await colors({ tty: true }, '--no-color')).toBe(false);
    expect(await colors({ tty: true, env: { NO_COLOR: '1' } })).toBe(false);
    expect(await colors({ env: { FORCE_COLOR: '1' } })).toBe(true);
  });

  it('shows progress on a terminal and takes it away again; none in a pipe', async () => {
    const answer = ({ options }: Asked): Report => {
      for (const bytes of [0, 50, 50, 100]) {
        options.onProgress?.({ phase: 'read', file: 'a\u001b[31m', index: 0, total: 2, bytes, totalBytes: 100 });
      }
      options.onProgress?.({ phase: 'analyze', file: 'b', index: 1, total: 2, bytes: 100, totalBytes: null });
      return reportFixture();
    };
    const { stderr } = await start({ argv: ['analyze', first], tty: true }, answer);
    const updates = stderr.split('\r\u001b[K');
    expect(updates).toEqual([
      '',
      '[1/2] reading 0% 0 B a\\u{1b}[31m',
      '[1/2] reading 50% 50 B a\\u{1b}[31m',
      '[1/2] reading 100% 100 B a\\u{1b}[31m',
      '[2/2] analyzing b',
      '',
    ]);
    expect((await start({ argv: ['analyze', first] }, answer)).stderr).toBe('');
  });

  it('writes no escape to a dumb terminal: no color, no progress', async () => {
    const { stdout, stderr } = await start(
      { argv: ['analyze', first], tty: true, env: { TERM: 'dumb', VTE_VERSION: '6800' } },
      ({ options }) => {
        options.onProgress?.({ phase: 'read', file: 'a', index: 0, total: 1, bytes: 1, totalBytes: null });
        return reportFixture();
      },
    );
    expect(stdout).toMatch(/^LEAK/);
    expect(stdout + stderr).not.toContain('\u001b');
    expect(stderr).toBe('');
  });

  it('keeps progress of a file with wide characters in its name on one line', async () => {
    const { stderr } = await start({ argv: ['analyze', first], tty: true, columns: 40 }, ({ options }) => {
      options.onProgress?.({
        phase: 'analyze',
        file: '接続'.repeat(30),
        index: 0,
        total: 1,
        bytes: 1,
        totalBytes: null,
      });
      return reportFixture();
    });
    expect(textWidth(stderr.split('\r\u001b[K')[1] ?? '')).toBe(38);
  });

  it('keeps progress on one line of a narrow terminal', async () => {
    const { stderr } = await start({ argv: ['analyze', first], tty: true, columns: 20 }, ({ options }) => {
      options.onProgress?.({ phase: 'read', file: 'x'.repeat(99), index: 0, total: 1, bytes: 1, totalBytes: null });
      return reportFixture();
    });
    expect(stderr.split('\r\u001b[K')[1]).toHaveLength(19);
  });
});

describe('--output', () => {
  it('writes the report to the file, whole, and nothing to stdout', async () => {
    const output = join(folder, 'report.json');
    const { code, stdout } = await start({ argv: ['analyze', first, '--format', 'json', '-o', output] });
    expect(JSON.parse(readFileSync(output, 'utf8'))).toEqual(reportFixture());
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(readdirSync(folder).sort()).toEqual(['heap-1.heapsnapshot', 'report.json']);
  });

  it('takes - for stdout', async () => {
    expect((await start({ argv: ['analyze', first, '-o', '-', '-q'] })).stdout).toMatch(/^LEAK Clear .*\n$/);
  });

  it('replaces an older report, and writes no color on a terminal', async () => {
    const output = join(folder, 'report.txt');
    writeFileSync(output, 'old');
    await start({ argv: ['analyze', first, '-o', output], tty: true });
    expect(readFileSync(output, 'utf8')).toMatch(/^LEAK {2}Clear/);
    expect(readFileSync(output, 'utf8')).not.toContain('\u001b');
  });

  it('refuses before the analysis when the folder is missing or the name is a folder', async () => {
    const missing = join(folder, 'no', 'report.json');
    const { code, stderr, asked } = await start({ argv: ['analyze', first, '-o', missing] });
    expect(code).toBe(2);
    expect(stderr).toBe(`poolscope: ${missing}: there is no folder ${join(folder, 'no')}\nCreate it first.\n`);
    expect(asked).toBeUndefined();
    expect((await start({ argv: ['analyze', first, '-o', folder] })).code).toBe(2);
  });

  it('leaves an older report alone when writing fails', async () => {
    const output = join(folder, 'report.json');
    writeFileSync(output, 'old');
    const result = await start({ argv: ['analyze', first, '--format', 'json', '-o', output] }, () => ({
      ...reportFixture(),
      headline: undefined as unknown as string,
    }));
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('does not match its own schema');
    expect(readFileSync(output, 'utf8')).toBe('old');
    expect(readdirSync(folder).sort()).toEqual(['heap-1.heapsnapshot', 'report.json']);
  });
});

describe('failures', () => {
  it('name the missing file before anything is read', async () => {
    const missing = join(folder, 'gone.heapsnapshot');
    const { code, stderr, asked } = await start({ argv: ['analyze', first, missing] });
    expect({ code, stderr, asked }).toEqual({
      code: 2,
      stderr: `poolscope: ${missing}: no such file\nCheck the path.\n`,
      asked: undefined,
    });
  });

  it('say that a folder holds no snapshot', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    const { code, stderr } = await start({ argv: ['analyze', empty] });
    expect(code).toBe(2);
    expect(stderr).toContain('expected *.heapsnapshot files in this folder, found none');
  });

  it.each([
    ['not JSON', '{"name": ', 'expected a profile as JSON'],
    ['not a profile', '{"nam": "x"}', 'is not a valid profile'],
  ])('say what is wrong with a profile that is %s', async (_what, content, message) => {
    const profile = join(folder, 'mine.json');
    writeFileSync(profile, content);
    const { code, stderr } = await start({ argv: ['analyze', first, '--profile', profile] });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('say that a profile is missing', async () => {
    const { code, stderr } = await start({ argv: ['analyze', first, '--profile', join(folder, 'no.json')] });
    expect(code).toBe(2);
    expect(stderr).toContain('no.json: no such file');
  });

  it('of the tool show message and hint, escaped, and a stack only when debugging', async () => {
    const fail = (): never => {
      const cause = new Error('below');
      throw new ToolError('snapshot-malformed', 'heap\u001b[31m: expected a number', {
        hint: 'Capture it again.',
        cause,
      });
    };
    const { code, stderr } = await start({ argv: ['analyze', first] }, fail);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'poolscope: heap\\u{1b}[31m: expected a number\nCapture it again.\n',
    });
    const debugged = await start({ argv: ['analyze', first], env: { POOLSCOPE_DEBUG: '1' } }, fail);
    expect(debugged.stderr).toContain('caused by Error: below');
  });

  it('that are bugs say so, and how to report them, without a stack', async () => {
    const fail = (): never => {
      throw new TypeError('x is undefined');
    };
    const { code, stderr } = await start({ argv: ['analyze', first] }, fail);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^poolscope: internal error: TypeError: x is undefined\nThis is a fault of poolscope/);
    expect(stderr).not.toContain('    at ');
    const debugged = await start({ argv: ['analyze', first], env: { POOLSCOPE_DEBUG: '1' } }, fail);
    expect(debugged.stderr).toContain('    at ');
  });

  it('take progress away before they speak', async () => {
    const { stderr } = await start({ argv: ['analyze', first], tty: true, env: { NO_COLOR: '1' } }, ({ options }) => {
      options.onProgress?.({ phase: 'read', file: 'f', index: 0, total: 1, bytes: 1, totalBytes: null });
      throw new ToolError('snapshot-truncated', 'f: the file ends');
    });
    expect(stderr).toMatch(/\r\u001b\[Kpoolscope: f: the file ends\n$/);
  });

  it('do not include Ctrl-C, which exits 130 in silence', async () => {
    const interrupt = new AbortController();
    const { code, stdout, stderr } = await start(
      { argv: ['analyze', first], signal: interrupt.signal },
      ({ options }) => {
        interrupt.abort();
        options.signal?.throwIfAborted();
        return reportFixture();
      },
    );
    expect({ code, stdout, stderr }).toEqual({ code: 130, stdout: '', stderr: '' });
  });

  it('do not include a reader that goes away', async () => {
    const stdoutError = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    expect(await start({ argv: ['analyze', first], stdoutError })).toMatchObject({ code: 1, stderr: '' });
  });

  it('include a stdout that cannot be written', async () => {
    const stdoutError = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const { code, stderr } = await start({ argv: ['analyze', first], stdoutError });
    expect(code).toBe(2);
    expect(stderr).toContain('no space is left on the disk');
  });
});

describe('other commands', () => {
  it('print the schema, the help and the version', async () => {
    const schema = await start({ argv: ['schema'] });
    expect(JSON.parse(schema.stdout)).toHaveProperty('title');
    expect(await start({ argv: ['--version'] })).toMatchObject({ code: 0, stdout: '1.2.3\n', stderr: '' });
    for (const argv of [['--help'], ['analyze', '--help'], ['analyze', '-h']]) {
      const help = await start({ argv });
      expect(help).toMatchObject({ code: 0, stderr: '' });
      expect(help.stdout).toContain('poolscope analyze');
    }
  });
});
