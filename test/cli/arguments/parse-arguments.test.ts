import { describe, expect, it } from 'vitest';

import type { CommandSyntax } from '../../../src/cli/arguments/command.js';
import { GivenArguments } from '../../../src/cli/given-arguments.js';
import { readGiven } from '../../../src/cli/read-given.js';

const SYNTAX: CommandSyntax = {
  options: {
    quiet: { type: 'boolean', alias: 'q' },
    color: { type: 'boolean' },
    output: { type: 'string', alias: 'o' },
    profile: { type: 'string' },
    rounds: { type: 'number' },
    format: { choices: ['text', 'json'] },
  },
  operands: { least: 0, most: Number.POSITIVE_INFINITY, expected: 'anything' },
};

function read(...args: string[]): GivenArguments {
  const given = readGiven('try', SYNTAX, args);
  if (given instanceof GivenArguments) return given;
  throw new Error(`asked for ${given}`);
}

describe('given arguments', () => {
  it.each([
    [[], undefined],
    [['--color'], true],
    [['--no-color'], false],
    [['--color=false'], false],
    [['--no-color=false'], true],
    [['--color', '--no-color'], false],
    [['--no-color', '--color'], true],
  ])('have a flag that is what was said last: %j', (args, color) => {
    expect(read(...args).flag('color')).toBe(color);
  });

  it.each([[['-o', 'x']], [['-ox']], [['-qox']], [['-qo', 'x']], [['--output', 'x']], [['--output=x']]])(
    'have a text however it is written: %j',
    (args) => {
      expect(read(...args).text('output')).toBe('x');
    },
  );

  it('take one value for each time an option is given, and the rest in order', () => {
    const given = read('a', '--profile', 'p', 'b', '--profile=q=r', '-', '--rounds', '-2');
    expect(given.texts('profile')).toEqual(['p', 'q=r']);
    expect(given.operands).toEqual(['a', 'b', '-']);
    expect(given.number('rounds')).toBe(-2);
  });

  it('know no value of what was not given', () => {
    const given = read();
    expect([given.text('output'), given.number('rounds'), given.choice('format', ['text'])]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(given.texts('profile')).toEqual([]);
  });

  it('take - for no file to write', () => {
    expect(read('-o', '-').outputFile('output')).toBeUndefined();
    expect(read('-o', './-').outputFile('output')).toBe('./-');
  });

  it('refuse a second value where there can be one', () => {
    expect(() => read('-o', 'a', '--output', 'b').text('output')).toThrow('--output was given more than once');
  });

  it.each([
    [['--help'], 'help'],
    [['-qh', '--nonsense'], 'help'],
    [['--version', '--help'], 'version'],
  ])('are a question when one is asked, whatever else is given: %j', (args, question) => {
    expect(readGiven('try', SYNTAX, args)).toBe(question);
  });

  it('are none when the question is taken back', () => {
    expect(read('--help=false', 'a').operands).toEqual(['a']);
  });
});
