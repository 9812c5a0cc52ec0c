import { spawnSync } from 'node:child_process';

import { describe, expect, it } from 'vitest';

import { renderManPage } from '../../scripts/man-page.mjs';
import { COMMANDS } from '../../src/cli/registry.js';

const page = renderManPage(COMMANDS, {
  version: '1.2.3',
  description: 'It finds.\\n',
  homepage: 'https://example.com',
});
const isMissing = spawnSync('groff', ['--version']).error !== undefined;

describe('the manual page', () => {
  it('has every command with all its options', () => {
    const plain = page.replaceAll('\\-', '-');
    for (const { usage, options, commands } of COMMANDS) {
      for (const each of commands.length > 0 ? commands : [{ usage, options }]) {
        expect(plain).toContain(each.usage);
        for (const name of Object.keys(each.options)) expect(plain).toMatch(new RegExp(`^\\.B .*--${name}\\b`, 'm'));
      }
    }
    expect(plain).toContain('It finds.\\en');
  });

  it.skipIf(isMissing)('is one that groff has nothing to say about', () => {
    const { stdout, stderr, status } = spawnSync('groff', ['-man', '-Tutf8', '-ww'], { input: page, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('--fail');
  });
});
