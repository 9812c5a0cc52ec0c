import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../scripts/print-test-totals.mjs', import.meta.url));

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'poolscope-totals-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Prints the totals of one test file whose tests ended as `statuses` say. */
function totalsOf(
  fileStatus: string,
  statuses: readonly string[],
  ci = 'false',
): { lastLine: string; code: number | null } {
  const file = join(folder, 'results.json');
  const assertionResults = statuses.map((status, index) => ({ status, fullName: `test ${index}` }));
  writeFileSync(file, JSON.stringify({ testResults: [{ status: fileStatus, assertionResults }] }));
  const { stdout, status } = spawnSync(process.execPath, [script, file], {
    encoding: 'utf8',
    env: { ...process.env, CI: ci },
  });
  return { lastLine: stdout.trimEnd().split('\n').at(-1) ?? '', code: status };
}

describe('totals of a test run', () => {
  it.each([
    ['all passed', 'passed', ['passed', 'passed'], 'false', '2 passed, 0 failed, 0 skipped', 0],
    ['one failed', 'failed', ['passed', 'failed'], 'false', '1 passed, 1 failed, 0 skipped', 1],
    ['one skipped at home', 'passed', ['passed', 'skipped', 'todo'], 'false', '1 passed, 0 failed, 2 skipped', 0],
    ['one skipped in CI', 'passed', ['passed', 'pending'], 'true', '1 passed, 0 failed, 1 skipped', 1],
    ['a file did not load', 'failed', [], 'false', '0 passed, 1 failed, 0 skipped', 1],
    ['nothing ran', 'passed', [], 'false', '0 passed, 0 failed, 0 skipped', 1],
  ])('%s', (_title, fileStatus, statuses, ci, lastLine, code) => {
    expect(totalsOf(fileStatus, statuses, ci)).toEqual({ lastLine, code });
  });

  it('fail when there are none', () => {
    const { status, stderr } = spawnSync(process.execPath, [script, join(folder, 'none.json')], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toContain('No test results');
  });
});
