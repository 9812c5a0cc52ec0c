import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { COMPLETION_SCRIPTS } from '../../../src/cli/commands/completion/completion-scripts.js';
import { COMMANDS } from '../../../src/cli/registry.js';

let scratch = '';
const scriptOf = (shell: keyof typeof COMPLETION_SCRIPTS): string => join(scratch, `completion.${shell}`);
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'poolscope-completion-'));
  for (const shell of ['bash', 'zsh', 'fish'] as const)
    writeFileSync(scriptOf(shell), COMPLETION_SCRIPTS[shell](COMMANDS));
  writeFileSync(join(scratch, 'heap.heapsnapshot'), '');
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const isMissing = (shell: string): boolean => spawnSync(shell, ['--version']).error !== undefined;

function output(command: string, args: readonly string[]): string {
  const { stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    cwd: scratch,
    env: { ...process.env, HOME: scratch },
  });
  expect([error, stderr]).toEqual([undefined, '']);
  return stdout;
}

/** What a line ends in, and what may follow it. */
const LINES: readonly (readonly [line: string, words: readonly string[]])[] = [
  ['poolscope co', ['compare', 'convert', 'completion']],
  ['poolscope analyze --format ', ['text', 'json', 'markdown', 'html', 'sarif', 'github', 'junit']],
  ['poolscope analyze x --fail-on l', ['leak']],
  ['poolscope attach --no-sc', ['--no-scripts']],
  ['poolscope analyze --no-sc', []],
  ['poolscope profiles s', ['show', 'suggest']],
  ['poolscope profiles check --ag', ['--against']],
  ['poolscope completion z', ['zsh']],
];

describe.skipIf(isMissing('bash'))('completion in bash', () => {
  it.each(LINES)('of %j', (line, words) => {
    const given = line.split(' ').map((word) => `'${word}'`);
    const program = `source ${scriptOf('bash')}; COMP_WORDS=(${given.join(' ')}); COMP_CWORD=${given.length - 1}; _poolscope; printf '%s\n' "\${COMPREPLY[@]}"`;
    expect(output('bash', ['-c', program]).split('\n').filter(Boolean)).toEqual(words);
  });

  it('is left to names of files where one is expected', () => {
    const program = `source ${scriptOf('bash')}; COMP_WORDS=(poolscope analyze --profile ''); COMP_CWORD=3; _poolscope; echo \${#COMPREPLY[@]}; complete -p poolscope`;
    expect(output('bash', ['-c', program])).toBe('0\ncomplete -o bashdefault -o default -F _poolscope poolscope\n');
  });
});

describe.skipIf(isMissing('fish'))('completion in fish', () => {
  it.each(LINES)('of %j', (line, words) => {
    const shown = output('fish', ['--no-config', '-c', `source ${scriptOf('fish')}; complete -C '${line}'`]);
    const found = shown.split('\n').map((row) => row.split('\t')[0] ?? '');
    expect(found.filter((word) => word !== '').sort()).toEqual([...words].sort());
  });
});

describe.skipIf(isMissing('zsh'))('completion in zsh', () => {
  it('is a script that zsh can read', () => {
    expect(output('zsh', ['-f', '-n', scriptOf('zsh')])).toBe('');
  });
});

describe('the scripts', () => {
  it.each(['bash', 'zsh', 'fish'] as const)('for %s have each command and each option', (shell) => {
    const script = COMPLETION_SCRIPTS[shell](COMMANDS);
    for (const { name, options } of COMMANDS) {
      expect(script).toContain(name);
      for (const option of Object.keys(options)) expect(script).toMatch(new RegExp(`(--|-l )${option}\\b`));
    }
  });
});
