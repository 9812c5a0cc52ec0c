import { lessGrave } from '../../findings/finding-order.js';
import type { Verdict } from '../../findings/report-schema.js';
import type { Case, GroundName } from '../cases/case.js';
import { DOUBTS, type EvidenceCode, PROOFS, SILENCES, type SilenceCode } from '../evidence/catalog.js';
import type { Doubt, Proof, Silence, Turn } from '../evidence/doubt.js';
import { findGround, type Ground } from './grounds.js';

/** One sentence of evidence, under the code of its kind. */
export interface EvidenceLine<Code extends string = EvidenceCode> {
  readonly code: Code;
  readonly text: string;
}

/** The same against; `atMost` is the gravest verdict that it leaves possible, where that is less than a leak. */
export interface DoubtLine extends EvidenceLine {
  readonly atMost?: 'suspect' | 'note';
}

/** What was decided about a case, and why. */
export type Judgement =
  | {
      readonly verdict: Verdict;
      readonly ground: GroundName;
      readonly for: readonly EvidenceLine[];
      readonly against: readonly DoubtLine[];
    }
  | { readonly verdict: 'silent'; readonly why: EvidenceLine<SilenceCode> };

const TURNS: readonly Turn[] = ['facts', 'heap', 'last'];

/**
 * Decides the verdict of a case: the gravest that its ground can bear, lowered by every doubt that holds. Nothing else decides.
 * A case that becomes no finding gets `silent` as its verdict, with the reason.
 */
export function judge(c: Case): Judgement {
  const early = findSilence(c, false, 'leak');
  if (early !== null) return { verdict: 'silent', why: early };
  const ground = findGround(c);
  const { verdict, against } = weighDoubts(c, ground);
  const late = findSilence(c, true, verdict);
  if (late !== null) return { verdict: 'silent', why: late };
  return { verdict, ground: ground.name, for: listProofs(c), against };
}

function weighDoubts(c: Case, ground: Ground): { verdict: Verdict; against: DoubtLine[] } {
  const asked = DOUBTS.filter((doubt: Doubt) => isAskedOf(doubt, c, ground));
  const found = new Map<Doubt, DoubtLine>();
  let verdict = ground.bears;
  for (const turn of TURNS) {
    for (const doubt of asked as readonly (Doubt & { readonly code: EvidenceCode })[]) {
      if (doubt.turn !== turn || !couldLower(doubt, verdict, ground)) continue;
      const fact = doubt.find(c, ground.name);
      if (fact === null) continue;
      const bears = doubt.bears(fact, c, { ground: ground.name, soFar: verdict });
      const atMost = bears !== 'leak' && ground.isWeak === true ? 'note' : bears;
      verdict = lessGrave(verdict, atMost);
      found.set(doubt, { code: doubt.code, text: doubt.says(fact, c), ...(atMost === 'leak' ? {} : { atMost }) });
    }
  }
  return { verdict, against: asked.flatMap((doubt: Doubt) => found.get(doubt) ?? []) };
}

function isAskedOf({ of }: Doubt, { kind }: Case, { name }: Ground): boolean {
  return of.some((asked) =>
    typeof asked === 'string' ? asked === name : asked.ground === name && asked.kinds.includes(kind),
  );
}

/** Whether a doubt is worth asking: one that walks the heap only where it could lower the verdict. */
function couldLower({ turn, least = 'note' }: Doubt, verdict: Verdict, { isWeak }: Ground): boolean {
  if (turn !== 'heap') return true;
  const lowest = isWeak === true ? 'note' : least;
  return verdict !== lowest && lessGrave(verdict, lowest) === lowest;
}

function findSilence(c: Case, isLate: boolean, verdict: Verdict): EvidenceLine<SilenceCode> | null {
  for (const silence of SILENCES as readonly (Silence & { readonly code: SilenceCode })[]) {
    if ((silence.isLate === true) !== isLate || !silence.of.includes(c.type)) continue;
    const fact = silence.find(c, verdict);
    if (fact !== null) return { code: silence.code, text: silence.says(fact, c) };
  }
  return null;
}

function listProofs(c: Case): EvidenceLine[] {
  return (PROOFS as readonly (Proof & { readonly code: EvidenceCode })[]).flatMap((proof) => {
    const fact = proof.of.includes(c.type) ? proof.find(c) : null;
    return fact === null ? [] : [{ code: proof.code, text: proof.says(fact, c) }];
  });
}
