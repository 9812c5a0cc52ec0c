import type { Finding } from './report-schema.js';

/** One piece of evidence, with what its code means in general. */
export interface ExplainedEvidence {
  readonly code: string;
  readonly text: string;
  /** Null for a code that this version does not know. */
  readonly means: string | null;
  /** What it does to the verdict; null of evidence for. */
  readonly effect: string | null;
}

/** One finding told in full: how sure it is, and why. */
export interface Explanation {
  readonly finding: Finding;
  /** From 1, in the order of the report. */
  readonly position: number;
  readonly of: number;
  /** What its verdict means. */
  readonly verdict: string;
  /** What it rests on, and how grave that alone can be; null when the report does not say. */
  readonly ground: string | null;
  readonly for: readonly ExplainedEvidence[];
  readonly against: readonly ExplainedEvidence[];
  /** What would make it surer, a sentence each. */
  readonly surer: readonly string[];
  /** Other findings of the report, the first few. */
  readonly others: readonly { readonly position: number; readonly finding: Finding }[];
}
