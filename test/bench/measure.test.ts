import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const measure = new URL('../../bench/measure.mjs', import.meta.url).href;
const BURN_MS = 300;
const burn = `const until = process.cpuUsage(); while (process.cpuUsage(until).user < ${BURN_MS * 1000});`;

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'poolscope-measure-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What is measured of a script, or the message of the failure. */
function measured(script: string): { cpuSeconds: number; peakBytes: number } | string {
  const file = join(folder, 'script.mjs');
  writeFileSync(file, script);
  const code = `
    import { measureProcess } from ${JSON.stringify(measure)};
    const usage = await measureProcess([${JSON.stringify(file)}], { usageFile: ${JSON.stringify(join(folder, 'usage'))} })
      .catch((error) => error.message);
    process.stdout.write(JSON.stringify(usage));`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }));
}

describe('a measured process', () => {
  it('is charged what it takes itself, and its peak', () => {
    const usage = measured(`${burn} globalThis.held = Buffer.alloc(100e6, 1);`);
    expect(usage).toMatchObject({ cpuSeconds: expect.any(Number) });
    const { cpuSeconds, peakBytes } = usage as { cpuSeconds: number; peakBytes: number };
    expect(cpuSeconds).toBeGreaterThan(BURN_MS / 1000);
    expect(peakBytes).toBeGreaterThan(100e6);
  });

  it('is charged what the Node processes take that it starts', () => {
    const usage = measured(`
      import { execFileSync } from 'node:child_process';
      execFileSync(process.execPath, ['-e', ${JSON.stringify(burn)}]);`);
    expect((usage as { cpuSeconds: number }).cpuSeconds).toBeGreaterThan(BURN_MS / 1000);
  });

  it('that fails is no figure, but an error with what it said', () => {
    expect(measured(`console.error('no such heap'); process.exitCode = 3;`)).toContain('exit code 3: no such heap');
  });
});
