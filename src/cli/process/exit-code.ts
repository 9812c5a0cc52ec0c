import type { Comparison } from '../../findings/comparison-schema.js';
import { FAILING_VERDICTS, type FailPolicy, fails, failsCompared } from '../../findings/fail-policy.js';
import type { Report } from '../../findings/report-schema.js';

/** Exit codes of the process. They are documented, and scripts rely on them. */
export const ExitCode = {
  clean: 0,
  findings: 1,
  /** Bad usage, bad input, or a fault of poolscope. */
  failure: 2,
  /** 128 + SIGINT, as shells expect. */
  interrupted: 130,
} as const;

/**
 * 1 when a finding is at or above the policy and no baseline excuses it, otherwise 0. Notes never fail a run. It is 2 when nothing was found in
 * files that were given in the wrong order, because growth may look like shrinking there.
 */
export function exitCode(report: Report, policy: FailPolicy): number {
  if (report.findings.some((finding) => fails(finding, policy))) return ExitCode.findings;
  const isAnswered = FAILING_VERDICTS[policy].length === 0 || !report.notes.some(({ code }) => code === 'out-of-order');
  return isAnswered ? ExitCode.clean : ExitCode.failure;
}

/** 1 when a new or worse finding is at or above the policy, otherwise 0: known findings do not fail a run. */
export function comparisonExitCode(comparison: Comparison, policy: FailPolicy): number {
  const isFailing = comparison.findings.some((finding) => failsCompared(finding, policy));
  return isFailing ? ExitCode.findings : ExitCode.clean;
}
