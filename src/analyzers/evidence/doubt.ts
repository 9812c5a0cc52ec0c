import type { FindingKind, Verdict } from '../../findings/report-schema.js';
import type { Case, CaseType, GroundName } from '../cases/case.js';

/** What all evidence has in common: a stable code, a line for the docs, and how it is found and put into words. */
interface Observation<C extends Case, Fact, Code extends string> {
  /** Stable identifier, part of the JSON report. */
  readonly code: Code;
  /** One line for the docs: what it means. */
  readonly means: string;
  /** One sentence. */
  says(fact: Fact, c: C): string;
}

/**
 * When a doubt is asked. `facts`: first. `heap`: it walks the heap, so only where it could lower the verdict. `last`: it
 * depends on what the others left of the verdict.
 */
export type Turn = 'facts' | 'heap' | 'last';

/** A ground that a doubt is asked of, whatever the kind of finding, or where it is one of these kinds. */
export type Asked = GroundName | { readonly ground: GroundName; readonly kinds: readonly FindingKind[] };

/** Where a case stands when a doubt is weighed. */
export interface Standing {
  readonly ground: GroundName;
  /** The verdict that the doubts before have left. */
  readonly soFar: Verdict;
}

/** One piece of evidence against. Where it is found, the verdict is no graver than what it bears. */
export interface Doubt<C extends Case = Case, Fact = unknown, Code extends string = string>
  extends Observation<C, Fact, Code> {
  readonly turn: Turn;
  readonly of: readonly Asked[];
  /** Of a doubt that walks the heap: the least grave verdict that it can bear. */
  readonly least?: Verdict;
  /** What was observed, or null. Pure. */
  find(c: C, ground: GroundName): Fact | null;
  /** The gravest verdict that is possible with it; `leak` where it is only listed. */
  bears(fact: Fact, c: C, at: Standing): Verdict;
}

/** One piece of evidence for. It raises nothing: the ground says how grave a case can be. */
export interface Proof<C extends Case = Case, Fact = unknown, Code extends string = string>
  extends Observation<C, Fact, Code> {
  readonly of: readonly CaseType[];
  /** What was observed, or null. Pure. */
  find(c: C): Fact | null;
}

/** Why a case does not become a finding at all. */
export interface Silence<C extends Case = Case, Fact = unknown, Code extends string = string>
  extends Observation<C, Fact, Code> {
  readonly of: readonly CaseType[];
  /** Whether it is asked once the verdict is known, since it needs it or costs more than the verdict. */
  readonly isLate?: boolean;
  /** @param verdict of a late one: what was decided */
  find(c: C, verdict: Verdict): Fact | null;
}

/** Only for its types: a doubt as it stands. */
export function doubt<C extends Case, Fact, const Code extends string>(d: Doubt<C, Fact, Code>): Doubt<C, Fact, Code> {
  return d;
}

/** Only for its types: a proof as it stands. */
export function proof<C extends Case, Fact, const Code extends string>(p: Proof<C, Fact, Code>): Proof<C, Fact, Code> {
  return p;
}

/** Only for its types: a silence as it stands. */
export function silence<C extends Case, Fact, const Code extends string>(
  s: Silence<C, Fact, Code>,
): Silence<C, Fact, Code> {
  return s;
}

/** For facts that are no more than a yes. */
export function ifTrue(condition: boolean): true | null {
  return condition ? true : null;
}
