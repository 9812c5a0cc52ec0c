import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The real `main.ts` in a real process. Only the analysis at its end is another: it answers at once with a report of a
 * megabyte, or, for a snapshot called `slow`, writes to stderr and waits until it is interrupted.
 */
const ANALYSIS = `
  import { growthFixture, reportFixture } from './test/support/report-fixtures.js';
  export async function analyzeSnapshots(inputs, { signal }) {
    if (inputs[0].name.includes('slow')) {
      process.stderr.write('waiting');
      const alive = setInterval(() => {}, 1000);
      signal.addEventListener('abort', () => clearInterval(alive));
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    }
    const growth = Array.from({ length: 4000 }, (_, index) => ({
      class: 'Class' + index, counts: [1, 2, 3], growth: growthFixture(), pattern: 'linear',
    }));
    return reportFixture({ growth });
  }
`;

let folder = '';
let program = '';

beforeAll(async () => {
  folder = mkdtempSync(join(repository, 'node_modules', '.poolscope-process-'));
  program = join(folder, 'dist', 'cli', 'main.mjs');
  await build({
    absWorkingDir: repository,
    entryPoints: ['src/cli/main.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    plugins: [
      {
        name: 'analysis-of-the-test',
        setup: ({ onResolve, onLoad }) => {
          onResolve({ filter: /\/analyze\.js$/ }, ({ importer }) =>
            importer.endsWith('main.ts') ? { path: 'analysis', namespace: 'test' } : undefined,
          );
          onLoad({ filter: /.*/, namespace: 'test' }, () => ({ contents: ANALYSIS, resolveDir: repository }));
        },
      },
    ],
  });
  writeFileSync(join(folder, 'package.json'), '{"type": "module", "version": "9.8.7"}');
  for (const name of ['heap', 'slow']) writeFileSync(join(folder, `${name}.heapsnapshot`), '{}');
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the program with pipes at its ends. */
function start(...args: string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
  });
}

function exitOf(child: ChildProcessWithoutNullStreams): Promise<unknown[]> {
  return once(child, 'close');
}

describe('the process', () => {
  it('hands a long report to a slow reader whole, and then exits 1', async () => {
    const child = start('analyze', 'heap.heapsnapshot', '--format', 'json');
    const exit = exitOf(child);
    await new Promise((resolve) => setTimeout(resolve, 700));
    const json = await text(child.stdout);
    expect(json.length).toBeGreaterThan(500_000);
    expect(JSON.parse(json)).toHaveProperty('growth.3999.class', 'Class3999');
    expect(await exit).toEqual([1, null]);
  });

  it('ends quietly when the reader goes away, with the exit code of the report', async () => {
    const child = start('analyze', 'heap.heapsnapshot', '--format', 'json');
    const exit = exitOf(child);
    const errors = text(child.stderr);
    await once(child.stdout, 'data');
    child.stdout.destroy();
    expect(await errors).toBe('');
    expect(await exit).toEqual([1, null]);
  });

  it.skipIf(process.platform === 'win32')('exits 130 on Ctrl-C and says nothing', async () => {
    const child = start('analyze', 'slow.heapsnapshot');
    const exit = exitOf(child);
    const output = text(child.stdout);
    await once(child.stderr, 'data');
    child.kill('SIGINT');
    const errors = text(child.stderr);
    expect(await exit).toEqual([130, null]);
    expect([await output, await errors]).toEqual(['', '']);
  });

  it('reads its version from its package', async () => {
    const child = start('--version');
    const exit = exitOf(child);
    expect(await text(child.stdout)).toBe('9.8.7\n');
    expect(await exit).toEqual([0, null]);
  });
});
