import { describe, expect, it } from 'vitest';

import { type CommandContext, defineCommand } from '../../../src/cli/arguments/define-command.js';
import { FLAG, outputFile, TEXT, TEXTS } from '../../../src/cli/arguments/option-kinds.js';
import { parseArguments } from '../../../src/cli/arguments/parse-arguments.js';
import { createFakeIo } from '../../support/fake-io.js';

/** The arguments that a command with one option of each kind gets. */
async function parse(...args: string[]): Promise<Readonly<Record<string, unknown>>> {
  let got: Readonly<Record<string, unknown>> = {};
  const command = defineCommand({
    command: 'try [things..]',
    describe: 'Try',
    options: {
      quiet: { ...FLAG, alias: 'q' },
      color: FLAG,
      output: { ...TEXT, alias: 'o', coerce: outputFile },
      profile: TEXTS,
      rounds: { requiresArg: true, coerce: Number },
      'fail-on': { choices: ['leak', 'never'], default: 'leak', requiresArg: true },
      worker: TEXT,
    },
    mayBeEmpty: ['worker'],
    builder: (parser) => parser.positional('things', { type: 'string', array: true, default: [] }),
    handler: (values) => {
      got = { ...values };
      return Promise.resolve(0);
    },
  });
  const invocation = parseArguments(['try', ...args], [command], { version: '1.2.3', width: 80 });
  if (invocation.kind === 'print') return { printed: invocation.text };
  const context: CommandContext = {
    io: createFakeIo({ argv: args }),
    dependencies: { analyze: () => Promise.reject(new Error('not asked for')), version: '1.2.3' },
    commands: [command],
  };
  await invocation.run(context);
  return got;
}

describe('arguments', () => {
  it.each([
    [[], undefined],
    [['--color'], true],
    [['--no-color'], false],
    [['--color', '--no-color'], false],
    [['--no-color', '--color'], true],
  ])('have a flag that is what was said last: %j', async (args, color) => {
    expect((await parse(...args))['color']).toBe(color);
  });

  it.each([[['-o', 'x']], [['-o=x']], [['-qo', 'x']], [['--output', 'x']], [['--output=x']]])(
    'have a text however it is written: %j',
    async (args) => {
      expect((await parse(...args))['output']).toBe('x');
    },
  );

  it('take one value for each time an option is given, and the rest in order', async () => {
    const given = await parse('a', '--profile', 'p', 'b', '--profile=q=r', '-', '--rounds', '-2');
    expect(given).toMatchObject({ profile: ['p', 'q=r'], things: ['a', 'b', '-'], rounds: -2 });
  });

  it('have no value but the default of what was not given', async () => {
    const given = await parse();
    expect(given).toMatchObject({ things: [], 'fail-on': 'leak' });
    expect([given['output'], given['rounds'], given['quiet'], given['worker'], given['profile']]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('take - for no file to write', async () => {
    expect((await parse('-o', '-'))['output']).toBeUndefined();
    expect((await parse('-o', './-'))['output']).toBe('./-');
  });

  it('have what follows -- as paths', async () => {
    expect((await parse('a', '--', '--weird', '-', 'b'))['things']).toEqual(['a', './--weird', '-', 'b']);
  });

  it('may have an empty text where the command says so', async () => {
    expect((await parse('--worker', ''))['worker']).toBe('');
  });

  it.each([
    [['-o', 'a', '--output', 'b'], '--output was given more than once'],
    [['-o', ''], '--output: expected a value, got an empty text'],
    [['-o', '--nonsense'], '--output: expected a value, got --nonsense'],
    [['-o', '-q'], '-o: expected a value'],
    [['--profile'], '--profile: expected a value'],
    [['--quiet=true'], '--quiet: expected no value'],
    [['--no-output'], 'Unknown option: --no-output'],
    [['--failOn', 'leak'], 'Unknown option: --failOn'],
    [['--rounds.x=1'], 'Unknown option: --rounds.x'],
    [['--fail-on', 'often'], '--fail-on: expected leak or never, got often'],
    [['---'], 'Unknown option: ---'],
  ])('are refused: %j', async (args, message) => {
    await expect(parse(...args)).rejects.toThrow(message);
  });

  it('that ask for help or the version are answered, whatever else is wrong', async () => {
    expect(await parse('-qh', '--nonsense')).toEqual({ printed: expect.stringContaining('poolscope try [things..]') });
    expect(await parse('--version', '-o')).toEqual({ printed: '1.2.3\n' });
  });
});
