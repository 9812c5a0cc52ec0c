import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { REPORT_FORMATS } from '../../src/report/formats.js';
import { start } from './start-support.js';

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

const FORMATS = new Intl.ListFormat('en', { type: 'disjunction', style: 'long' })
  .format(REPORT_FORMATS)
  .replace(/, or /, ' or ');

describe('usage errors', () => {
  it.each([
    [['analyse', 'x'], 'Unknown command: analyse', 'Did you mean analyze? See poolscope --help.'],
    [['frobnicate'], 'Unknown command: frobnicate', 'See poolscope --help.'],
    [['4711'], 'Unknown command: 4711', 'Did you mean poolscope attach 4711? See poolscope --help.'],
    [['./heaps'], 'Unknown command: ./heaps', 'Did you mean poolscope analyze ./heaps? See poolscope --help.'],
    [['--quiet=x'], 'Unknown option: --quiet', 'See poolscope --help.'],
    [['profiles', 'lsit'], 'Unknown command: profiles lsit', 'Did you mean list? See poolscope profiles --help.'],
    [['analyze'], 'Expected snapshots: files in capture order, a folder, or -', 'See poolscope analyze --help.'],
    [['compare', 'a'], 'Expected two reports or series, before and after, got only a', 'See poolscope compare --help.'],
    [
      ['analyze', ''],
      'Expected snapshots: files in capture order, a folder, or -, got an empty text',
      'A variable of the shell may not be set. See poolscope analyze --help.',
    ],
    [['analyze', '--formt', 'json'], 'Unknown option: --formt', 'Did you mean --format? See poolscope analyze --help.'],
    [['compare', 'a', 'b', '--before', 'c'], 'Unknown option: --before', 'See poolscope compare --help.'],
    [['attach', '--target', '4711'], 'Unknown option: --target', 'See poolscope attach --help.'],
    [
      ['analyze', 'x', '--no-colour'],
      'Unknown option: --no-colour',
      'Did you mean --no-color? See poolscope analyze --help.',
    ],
    [['analyze', 'x', '--json'], 'Unknown option: --json', 'Did you mean --format json? See poolscope analyze --help.'],
    [['analyze', 'x', '-z'], 'Unknown option: -z', 'See poolscope analyze --help.'],
    [
      ['analyze', 'x', '--no-format'],
      'Unknown option: --no-format',
      'Did you mean --format? See poolscope analyze --help.',
    ],
    [['schema', '--fail-on=leak'], 'Unknown option: --fail-on', 'See poolscope schema --help.'],
    [
      ['schema', 'x'],
      'Expected report, comparison, profile, config or baseline, got x',
      'See poolscope schema --help.',
    ],
    [['schema', 'config', 'x'], 'Unexpected argument: x', 'See poolscope schema --help.'],
    [['completion', 'sh'], 'Expected bash, zsh or fish, got sh', 'See poolscope completion --help.'],
    [['analyze', 'x', '--format', 'xml'], `--format: expected ${FORMATS}, got xml`, 'See poolscope analyze --help.'],
    [['analyze', 'x', '--format'], `--format: expected ${FORMATS}`, 'See poolscope analyze --help.'],
    [['analyze', 'x', '--output', '--quiet'], '--output: expected a value', 'See poolscope analyze --help.'],
    [['analyze', 'x', '-o', '-q'], '-o: expected a value', 'See poolscope analyze --help.'],
    [['analyze', 'x', '-o', ''], '--output: expected a value, got an empty text', 'See poolscope analyze --help.'],
    [['analyze', 'x', '-o', 'a', '-o', 'b'], '--output was given more than once', 'See poolscope analyze --help.'],
    [['analyze', 'x', '--quiet=x'], '--quiet: expected no value', 'See poolscope analyze --help.'],
    [
      ['analyze', 'x', '--quiet', 'true'],
      'Unexpected argument: true',
      'Flags take no value: --color, or --no-color. See poolscope analyze --help.',
    ],
    [
      ['attach', '1', '--wait', 'false'],
      'Unexpected argument: false',
      'Flags take no value: --color, or --no-color. See poolscope attach --help.',
    ],
    [
      ['analyze', 'x', '-oreport.json'],
      'Unknown option: -oreport.json',
      'Did you mean -o report.json? See poolscope analyze --help.',
    ],
    [
      ['attach', '1', '--rounds', 'x'],
      '--rounds: expected a whole number from 0 to 1000, got x',
      'See poolscope attach --help.',
    ],
    [['analyze', 'x', '-q', '--verbose'], 'Give --quiet or --verbose, not both', 'See poolscope analyze --help.'],
    [
      ['analyze', '-'],
      'Expected a snapshot on standard input (-), which is a terminal',
      'Pipe a snapshot in, or name a file.',
    ],
    [['analyze', '-', '-'], 'Standard input (-) can be read only once', ''],
  ])('%j', async (argv, message, hint) => {
    const { code, stdout, stderr, asked } = await start({ argv });
    expect(stderr).toBe(`poolscope: ${message}\n${hint === '' ? '' : `${hint}\n`}`);
    expect({ code, stdout, asked }).toEqual({ code: 2, stdout: '', asked: undefined });
  });

  it('without a command come with the help', async () => {
    const { code, stdout, stderr } = await start({ argv: [] });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^poolscope: Expected a command\n\npoolscope <command>\n(.*\n)*Commands:/);
  });

  it.each([
    [['help'], ['--help']],
    [
      ['help', 'attach'],
      ['attach', '--help'],
    ],
    [
      ['help', 'profiles', 'show'],
      ['profiles', 'show', '--help'],
    ],
    [['version'], ['--version']],
    [['-V'], ['--version']],
    [
      ['analyze', '--quiet=x', '--help'],
      ['analyze', '--help'],
    ],
  ])('are none of %j, which is %j', async (argv, same) => {
    const [one, other] = [await start({ argv }), await start({ argv: same })];
    expect(one.code).toBe(0);
    expect(one.stdout).toBe(other.stdout);
  });

  it('take what follows -- for a file', async () => {
    const { stderr } = await start({ argv: ['analyze', first, '--', '--weird'] });
    expect(stderr).toBe('poolscope: ./--weird: no such file\nCheck the path.\n');
  });
});
