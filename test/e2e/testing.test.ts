import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';

import type * as Testing from '../../src/testing/testing.js';

const ROOT = resolve(import.meta.dirname, '../..');
const TIMEOUT_MS = 120_000;

class Line {
  closed = false;
  readonly buffer = new Array<number>(50).fill(0);
}

/** Lends up to four lines; `ended` keeps those that were hung up, where `isFaulty`. */
class Exchange {
  readonly free: Line[] = [];
  readonly ended = new Set<Line>();
  readonly isFaulty: boolean;

  constructor(isFaulty: boolean) {
    this.isFaulty = isFaulty;
  }

  lend(): Line {
    return this.free.pop() ?? new Line();
  }

  take(line: Line): void {
    if (this.free.length < 4) this.free.push(line);
    else this.hangUp(line);
  }

  hangUp(line: Line): void {
    line.closed = true;
    if (this.isFaulty) this.ended.add(line);
  }
}

/** Both stay reachable, as a pool of a program does. */
const faulty = new Exchange(true);
const sound = new Exchange(false);

async function call(exchange: Exchange): Promise<void> {
  const line = exchange.lend();
  await Promise.resolve();
  exchange.hangUp(line);
}

let testing: typeof Testing;

beforeAll(async () => {
  const outdir = join(ROOT, 'build', 'e2e', 'testing', 'dist');
  await build({
    absWorkingDir: ROOT,
    entryPoints: { testing: 'src/testing/testing.ts', 'cli/main': 'src/cli/main.ts' },
    outdir,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  await writeFile(join(outdir, '..', 'package.json'), '{"type": "module", "version": "1.2.3"}');
  testing = await import(pathToFileURL(join(outdir, 'testing.js')).href);
}, TIMEOUT_MS);

describe('expectNoPoolLeak', () => {
  it(
    'fails with the sentence, the line and what proves it',
    async () => {
      const failure = await testing
        .expectNoPoolLeak(() => call(faulty))
        .then(
          () => null,
          (error: unknown) => error,
        );
      expect(failure).toBeInstanceOf(testing.PoolLeakError);
      const { message, report } = failure as Testing.PoolLeakError;
      expect(report.findings[0]?.countPerSnapshot).toEqual([20, 40, 60, 80]);
      expect(message).toMatch(/^LEAK {2}Remove .* from `Exchange\.ended\{\}`.*frees 80 of 80 dead/s);
      expect(message).toMatch(/testing\.test\.ts:\d+:\d+ in Exchange/);
      expect(message).toContain('80 of 80 Line are dead: Line.closed = true.');
    },
    TIMEOUT_MS,
  );

  it(
    'passes where the same work leaves nothing, and leaves no file',
    async () => {
      const kept = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('poolscope-test-'));
      const before = kept();
      const report = await testing.expectNoPoolLeak(() => call(sound), { repeat: 5, rounds: 2 });
      expect(report.verdict).not.toBe('leak');
      expect(report.series.snapshots).toHaveLength(3);
      expect(kept().filter((name) => !before.includes(name))).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'keeps the snapshots and the report where it is told to',
    async () => {
      const scratch = await mkdtemp(join(tmpdir(), 'poolscope-kept-'));
      const keep = join(scratch, 'series');
      await testing.expectNoPoolLeak(() => call(sound), { repeat: 1, rounds: 2, keep });
      expect(readdirSync(keep).filter((name) => /^(\d\.heapsnapshot|report\.json)$/.test(name))).toEqual([
        '0.heapsnapshot',
        '1.heapsnapshot',
        '2.heapsnapshot',
        'report.json',
      ]);
      await rm(scratch, { recursive: true });
    },
    TIMEOUT_MS,
  );

  it('throws what the work throws, before any snapshot', async () => {
    const broken = (): Promise<void> => Promise.reject(new RangeError('no such table'));
    await expect(testing.expectNoPoolLeak(broken)).rejects.toThrow(new RangeError('no such table'));
  });

  it.each([
    [{ repeat: 0 }, 'repeat: expected a whole number from 1 to 100000, got 0'],
    [{ rounds: 1 }, 'rounds: expected a whole number from 2 to 20, got 1'],
    [{ settleMs: 0.5 }, 'settleMs: expected a whole number from 0 to 60000, got 0.5'],
  ])('refuses %j', async (options, message) => {
    let calls = 0;
    const counted = (): void => {
      calls += 1;
    };
    await expect(testing.expectNoPoolLeak(counted, options)).rejects.toThrow(message);
    expect(calls).toBe(0);
  });

  it('refuses a promise in place of the function', async () => {
    const work = Promise.resolve() as unknown as Testing.Work;
    await expect(testing.expectNoPoolLeak(work)).rejects.toThrow('expected a function that does the work, got object');
  });

  it('ends with the reason of its signal', async () => {
    const keep = join(tmpdir(), `poolscope-never-${process.pid}`);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(testing.expectNoPoolLeak(() => call(sound), { signal, keep })).rejects.toThrow('enough');
    expect(existsSync(join(keep, '0.heapsnapshot'))).toBe(false);
    await rm(keep, { recursive: true, force: true });
  });
});

describe('the matcher', () => {
  it(
    'passes and fails as the function does, and keeps its message',
    async () => {
      expect.extend(testing.poolMatchers);
      const asserted = expect(() => call(faulty)) as unknown as Testing.PoolMatchers;
      await expect(asserted.toHaveNoPoolLeak()).rejects.toThrow('from `Exchange.ended{}`');
      const reversed = expect(() => call(sound)).not as unknown as Testing.PoolMatchers;
      await expect(reversed.toHaveNoPoolLeak({ repeat: 1, rounds: 2 })).rejects.toThrow('found none');
    },
    TIMEOUT_MS,
  );
});
