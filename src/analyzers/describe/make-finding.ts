import { fingerprint } from '../../findings/fingerprint.js';
import type { Finding } from '../../findings/report-schema.js';
import type { Case } from '../cases/case.js';
import { MOST_SAMPLES } from '../cases/thresholds.js';
import { codeSentence } from '../code/code-sentence.js';
import type { PlaceCode } from '../code/place-code.js';
import { shownCodeOf } from '../evidence/finders/code-of-case.js';
import type { Judgement } from '../verdict/judge.js';

/** Most lines of code that a report lists under one heading. */
const MOST_SITES = 8;

/** A judgement that leads to a finding. */
export type FindingJudgement = Exclude<Judgement, { readonly verdict: 'silent' }>;

/** The parts of a finding that depend on the type of case. */
export type FindingParts = Pick<
  Finding,
  'headline' | 'classes' | 'countPerSnapshot' | 'living' | 'suspects' | 'shallowBytes' | 'freedBytes' | 'growth'
> &
  Pick<Finding, 'path' | 'brokenEdge' | 'holders' | 'source'> &
  Partial<Pick<Finding, 'dead' | 'deadElsewhere' | 'deadBy' | 'cycle' | 'refcount' | 'allocatedAt' | 'ages'>> & {
    /** The place, and what distinguishes the finding from others there. With the kind, the fingerprint is made of these. */
    readonly identity: readonly [place: string, what: string];
    /** Names that show that the case is about the bookkeeping of reservations. */
    readonly via: readonly string[];
    /** Ordinals; the first few are listed by id. */
    readonly samples: readonly number[];
  };

/** Makes a finding. No other function does, whatever the type of case. */
export function makeFinding(c: Case, judgement: FindingJudgement, parts: FindingParts): Finding {
  const { identity, via, samples, ...rest } = parts;
  const code = shownCodeOf(c, judgement.verdict);
  return {
    kind: c.kind,
    verdict: judgement.verdict,
    fingerprint: fingerprint(c.kind, ...identity),
    dead: 0,
    deadBy: [],
    cycle: null,
    refcount: null,
    ...rest,
    ...(code === null ? {} : describeCode(code)),
    headline: headlineWithLine(rest.headline, judgement.verdict, code),
    ground: judgement.ground,
    evidence: { for: [...judgement.for], against: [...judgement.against] },
    reservation: { tracesBack: via.length > 0, via: [...via] },
    sampleNodeIds: samples.slice(0, MOST_SAMPLES).map((node) => c.context.view.graph.nodeIds[node]),
  };
}

/** Adds a second sentence with the line of code to fix, except to a note, which asks for no action. */
function headlineWithLine(headline: string, verdict: Finding['verdict'], code: PlaceCode | null): string {
  const sentence = code === null || verdict === 'note' ? '' : codeSentence(code);
  return sentence === '' ? headline : `${headline} ${sentence[0].toUpperCase()}${sentence.slice(1)}`;
}

function describeCode({ name, what, state, added, removed, read, missing }: PlaceCode): Pick<Finding, 'code'> {
  return {
    code: {
      place: name,
      what,
      state,
      added: added.slice(0, MOST_SITES).map((site) => ({ ...site })),
      removed: removed.slice(0, MOST_SITES).map((site) => ({ ...site })),
      read: read.slice(0, MOST_SITES).map((site) => ({ ...site })),
      missing: missing === null ? null : { ...missing },
    },
  };
}
