/**
 * `poolscope/testing`: a test that fails when work leaves connections behind, with the line that forgot them.
 *
 * @example
 * ```ts
 * import { expectNoPoolLeak } from 'poolscope/testing';
 *
 * test('a failed order gives its connection back', async () => {
 *   await expectNoPoolLeak(() => placeOrder({ card: 'declined' }).catch(() => undefined));
 * });
 * ```
 */
import { AssertionError } from 'node:assert';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { fails } from '../findings/fail-policy.js';
import type { Report } from '../findings/report-schema.js';
import { renderTestFailure } from '../report/test-failure.js';
import { reportOnWork, type Work, type WorkOptions } from './report-on-work.js';

export type { Report, Work, WorkOptions };

const PROGRAM = fileURLToPath(new URL('./cli/main.js', import.meta.url));

/** The work leaks. */
export class PoolLeakError extends AssertionError {
  override readonly name = 'PoolLeakError';
  readonly report: Report;

  constructor(report: Report, message: string, thrower: (...args: never[]) => unknown) {
    super({ message, operator: 'expectNoPoolLeak', stackStartFn: thrower });
    this.report = report;
  }
}

/**
 * Runs `work` in equal rounds, takes a snapshot of this thread's heap after each, and fails when what the rounds leave is a leak of
 * a pool. Needs no server of its own; with a test runner and its modules loaded it takes some seconds. Other tests must not run in
 * the same thread meanwhile: what they keep would grow as well.
 *
 * @returns the report of what was seen
 * @throws PoolLeakError with the sentence to act on, the line and the reference to cut
 * @throws ToolError `usage` for an option out of its bounds; when the snapshots cannot be written or analyzed
 * @throws what the work throws, and the signal's reason
 */
export async function expectNoPoolLeak(work: Work, options: WorkOptions = {}): Promise<Report> {
  const { failOn = 'leak' } = options;
  const report = await reportOnWork(work, options, PROGRAM);
  if (report.findings.some((finding) => fails(finding, failOn)))
    throw new PoolLeakError(report, renderTestFailure(report, failOn, process.cwd()), expectNoPoolLeak);
  return report;
}

/** What {@link poolMatchers} adds to `expect`, to declare them for TypeScript. */
export interface PoolMatchers<Result = unknown> {
  /** Passes when the work, a function, leaves no leak of a pool behind. */
  toHaveNoPoolLeak(options?: WorkOptions): Promise<Result>;
}

/**
 * For `expect.extend` of Vitest and Jest: `await expect(work).toHaveNoPoolLeak()`.
 *
 * @example
 * ```ts
 * import { poolMatchers } from 'poolscope/testing';
 *
 * expect.extend(poolMatchers);
 * ```
 */
export const poolMatchers = {
  async toHaveNoPoolLeak(work: Work, options: WorkOptions = {}): Promise<{ pass: boolean; message: () => string }> {
    try {
      await expectNoPoolLeak(work, options);
      return { pass: true, message: () => 'Expected the work to leave a leak of a pool, and found none.' };
    } catch (error) {
      if (!(error instanceof PoolLeakError)) throw error;
      return { pass: false, message: () => error.message };
    }
  },
};
