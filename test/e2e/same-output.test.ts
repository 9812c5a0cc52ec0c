import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { capture, SHAPES } from '../metamorphic/shapes.js';
import { bundleProgram } from './support/program.js';

describe('the output of the command line for the same files is the same', () => {
  const run = promisify(execFile);
  let folder = '';
  let program = '';
  beforeAll(async () => {
    await bundleProgram('same-output');
    program = resolve(import.meta.dirname, '../../build/e2e/same-output/dist/cli/main.mjs');
    folder = mkdtempSync(join(tmpdir(), 'poolscope-same-'));
    mkdirSync(join(folder, 'a'));
    const [shape] = SHAPES;
    for (const [round, text] of capture(shape).entries())
      writeFileSync(join(folder, 'a', `${round}.heapsnapshot`), text);
    cpSync(join(folder, 'a'), join(folder, 'zażółć 東京', 'a'), { recursive: true });
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const output = async (args: readonly string[], cwd: string, env: Record<string, string> = {}): Promise<string> =>
    (
      await run(process.execPath, [program, 'analyze', 'a', '--fail-on', 'never', ...args], {
        cwd,
        env: { ...process.env, ...env },
      })
    ).stdout;

  test.each([['--verbose'], ['--format=json']])(
    'whatever the locale, the time zone and the folder: %s',
    async (format) => {
      const plain = await output([format], folder);
      expect(plain.length).toBeGreaterThan(500);
      for (const [language, zone] of [
        ['de_DE.UTF-8', 'Pacific/Kiritimati'],
        ['tr_TR.UTF-8', 'America/St_Johns'],
        ['ar_EG.UTF-8', 'Asia/Kathmandu'],
        ['C', 'UTC'],
      ])
        expect(await output([format], folder, { LC_ALL: language ?? '', LANG: language ?? '', TZ: zone ?? '' })).toBe(
          plain,
        );
      expect(await output([format], join(folder, 'zażółć 東京'))).toBe(plain);
    },
    60_000,
  );
});
