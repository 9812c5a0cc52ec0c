import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { withConfig } from '../../../src/cli/inputs/config-file.js';
import { createFakeIo, type FakeIo } from '../../support/fake-io.js';

const NOTHING = { config: undefined, profile: undefined, 'source-root': undefined, 'fail-on': undefined } as const;

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'poolscope-config-'));
  mkdirSync(join(root, 'shop/src'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (path: string, value: unknown): void =>
  writeFileSync(join(root, path), typeof value === 'string' ? value : JSON.stringify(value));
const ioIn = (path: string): FakeIo => ({ ...createFakeIo({ argv: [] }), folder: join(root, path) });

describe('the configuration', () => {
  it('stands for options that are not given, with paths relative to its own folder', async () => {
    write('shop/package.json', {});
    write('shop/poolscope.config.json', { profiles: ['pool.json'], failOn: 'suspect', sourceRoots: ['.'] });
    expect(await withConfig(NOTHING, ioIn('shop/src'))).toMatchObject({
      profile: ['../pool.json'],
      'source-root': ['..'],
      'fail-on': 'suspect',
    });
  });

  it('yields to the command line, and comes before the default', async () => {
    write('shop/poolscope.config.json', { profiles: ['pool.json'], failOn: 'suspect' });
    const given = { ...NOTHING, profile: ['other.json'], 'fail-on': 'never' } as const;
    expect(await withConfig(given, ioIn('shop'))).toMatchObject({ profile: ['other.json'], 'fail-on': 'never' });
    expect(await withConfig(NOTHING, ioIn('shop/src'))).toMatchObject({ profile: [], 'fail-on': 'leak' });
  });

  it('is not looked for above the package, nor above the folder where there is no package', async () => {
    write('poolscope.config.json', { failOn: 'never' });
    expect(await withConfig(NOTHING, ioIn('shop'))).toMatchObject({ 'fail-on': 'leak' });
    write('shop/package.json', {});
    expect(await withConfig(NOTHING, ioIn('shop/src'))).toMatchObject({ 'fail-on': 'leak' });
    expect(await withConfig(NOTHING, ioIn(''))).toMatchObject({ 'fail-on': 'never' });
  });

  it('is the one of --config, or none with --no-config', async () => {
    write('shop/poolscope.config.json', { failOn: 'suspect' });
    write('ci.json', { failOn: 'never' });
    expect(await withConfig({ ...NOTHING, config: '../ci.json' }, ioIn('shop'))).toMatchObject({ 'fail-on': 'never' });
    const off = false as unknown as undefined;
    expect(await withConfig({ ...NOTHING, config: off }, ioIn('shop'))).toMatchObject({ 'fail-on': 'leak' });
    await expect(withConfig({ ...NOTHING, config: 'no.json' }, ioIn('shop'))).rejects.toThrow('no.json: no such file');
  });

  it('is named with --verbose, with what was used of it', async () => {
    write('shop/poolscope.config.json', { failOn: 'suspect', profiles: [] });
    const io = ioIn('shop');
    await withConfig({ ...NOTHING, 'fail-on': 'leak', verbose: true }, io);
    expect(io.written.stderr).toBe(
      'Configuration: poolscope.config.json (profiles, failOn replaced by the command line)\n',
    );
  });

  it.each([
    ['{"failon": "leak"}', 'there is no field failon; allowed are $schema, profiles, baseline, failOn, sourceRoots'],
    ['{"failOn": "all"}', 'failOn: expected "leak", "suspect", "never"'],
    ['{"profiles": "pool.json"}', 'profiles: expected array'],
    ['{"profiles": ["a", 7]}', 'profiles[1]: expected string'],
    ['[]', 'expected object'],
    ['{', 'expected JSON: '],
  ])('is refused in one sentence with the file and the field: %s', async (text, message) => {
    write('shop/poolscope.config.json', text);
    await expect(withConfig(NOTHING, ioIn('shop'))).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining(`poolscope.config.json: ${message}`),
    });
  });
});
