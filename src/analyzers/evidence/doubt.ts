import type { FindingKind, Verdict } from '../../findings/report-schema.js';
import type { Case, CaseType, GroundName } from '../cases/case.js';

/** What doubts, proofs and silences have in common: a stable code, a line for the docs, and a sentence for the report. */
interface Observation<C extends Case, Fact, Code extends string> {
  /** Stable identifier, part of the JSON report. */
  readonly code: Code;
  /** One line for the docs that says what the code means. */
  readonly means: string;
  /** One sentence for the report. */
  says(fact: Fact, c: C): string;
}

/**
 * When a doubt is asked. `facts`: first. `heap`: after these, and only where it could lower the verdict, because it walks the
 * heap. `last`: after all others, because it depends on the verdict that they leave.
 */
export type Turn = 'facts' | 'heap' | 'last';

/** A ground that a doubt is asked of, whatever the kind of finding, or where it is one of these kinds. */
export type Asked = GroundName | { readonly ground: GroundName; readonly kinds: readonly FindingKind[] };

/** The state of the judgement when a doubt is weighed. */
export interface Standing {
  readonly ground: GroundName;
  /** The verdict that the doubts before have left. */
  readonly soFar: Verdict;
}

/** One piece of evidence against. Where it is found, the verdict is no graver than `bears` allows. */
export interface Doubt<C extends Case = Case, Fact = unknown, Code extends string = string>
  extends Observation<C, Fact, Code> {
  readonly turn: Turn;
  readonly of: readonly Asked[];
  /** Of a doubt that walks the heap: the least grave verdict that it can bear. */
  readonly least?: Verdict;
  /** What was observed, or null. Pure. */
  find(c: C, ground: GroundName): Fact | null;
  /** The gravest verdict that is possible in spite of it; `leak` where it is listed but lowers nothing. */
  bears(fact: Fact, c: C, at: Standing): Verdict;
}

/** One piece of evidence for. It never raises the verdict: the ground says how grave a case can be. */
export interface Proof<C extends Case = Case, Fact = unknown, Code extends string = string>
  extends Observation<C, Fact, Code> {
  readonly of: readonly CaseType[];
  /** What was observed, or null. Pure. */
  find(c: C): Fact | null;
}

/** One reason why a case does not become a finding. */
export interface Silence<C extends Case = Case, Fact = unknown, Code extends string = string>
  extends Observation<C, Fact, Code> {
  readonly of: readonly CaseType[];
  /** Whether it is asked after the verdict, because it needs the verdict or costs more than to find it. */
  readonly isLate?: boolean;
  /** @param verdict what was decided; only meaningful for a late silence */
  find(c: C, verdict: Verdict): Fact | null;
}

/** Returns the doubt unchanged; it exists to infer its types. */
export function doubt<C extends Case, Fact, const Code extends string>(d: Doubt<C, Fact, Code>): Doubt<C, Fact, Code> {
  return d;
}

/** Returns the proof unchanged; it exists to infer its types. */
export function proof<C extends Case, Fact, const Code extends string>(p: Proof<C, Fact, Code>): Proof<C, Fact, Code> {
  return p;
}

/** Returns the silence unchanged; it exists to infer its types. */
export function silence<C extends Case, Fact, const Code extends string>(
  s: Silence<C, Fact, Code>,
): Silence<C, Fact, Code> {
  return s;
}

/** For doubts whose fact is a plain yes or no. */
export function ifTrue(condition: boolean): true | null {
  return condition ? true : null;
}
