import type { ComparedFinding } from './comparison-schema.js';
import type { Finding, Report } from './report-schema.js';

/** Choices of `--fail-on`: the mildest verdict that fails a run. */
export const FAIL_POLICIES = ['leak', 'suspect', 'never'] as const;
export type FailPolicy = (typeof FAIL_POLICIES)[number];

/** Verdicts that fail a run. Notes never do. */
export const FAILING_VERDICTS: Readonly<Record<FailPolicy, readonly Report['verdict'][]>> = {
  leak: ['leak'],
  suspect: ['leak', 'suspect'],
  never: [],
};

/** Whether a finding fails a run: it is at or above the policy, and no baseline excuses it. */
export function fails({ verdict, baseline }: Pick<Finding, 'verdict' | 'baseline'>, policy: FailPolicy): boolean {
  return baseline?.status !== 'known' && FAILING_VERDICTS[policy].includes(verdict);
}

/** Whether a finding of a comparison fails a run: only one that is new or worse does. */
export function failsCompared({ status, verdict }: ComparedFinding, policy: FailPolicy): boolean {
  return (status === 'new' || status === 'worse') && FAILING_VERDICTS[policy].includes(verdict);
}
