import type { ExplainedEvidence, Explanation } from '../../findings/explanation.js';
import type { Evidence, Finding, Verdict } from '../../findings/report-schema.js';
import { DOUBTS, PROOFS } from '../evidence/catalog.js';
import { GROUND_TEXTS } from './ground-texts.js';
import { type ExplainedReport, whatWouldMakeSurer } from './surer.js';

/** Other findings that are named. */
const MOST_OTHERS = 5;

const VERDICTS: Readonly<Record<Verdict, string>> = {
  leak: 'A leak: it is proven by what the heap shows, and nothing that was found leaves another explanation.',
  suspect: 'A suspect: it looks like a leak, and something may still need what it keeps.',
  note: 'A note: it grows or is dead, and this may be normal. It never fails a run.',
};

/** What each code means in general. Several doubts may share a code: they mean the same. */
const MEANINGS: ReadonlyMap<string, string> = new Map([...DOUBTS, ...PROOFS].map(({ code, means }) => [code, means]));

/**
 * Tells one finding of a report in full: how sure it is and why, by the catalog of evidence, and what would make it surer.
 *
 * @param index of the finding in the report, from 0
 */
export function explainFinding(report: ExplainedReport, index: number): Explanation {
  const finding = report.findings[index];
  const { evidence, ground = '', verdict } = finding;
  return {
    finding,
    position: index + 1,
    of: report.findings.length,
    verdict: VERDICTS[verdict],
    ground: Object.hasOwn(GROUND_TEXTS, ground) ? GROUND_TEXTS[ground as keyof typeof GROUND_TEXTS] : null,
    for: evidence.for.map((item) => explain(item, null)),
    against: evidence.against.map((item) => explain(item, effectOf(item, finding))),
    surer: whatWouldMakeSurer(report, finding),
    others: report.findings
      .map((other, at) => ({ position: at + 1, finding: other }))
      .filter((_, at) => at !== index)
      .slice(0, MOST_OTHERS),
  };
}

function explain({ code, text }: Evidence, effect: string | null): ExplainedEvidence {
  return { code, text, means: MEANINGS.get(code) ?? null, effect };
}

/** What a doubt did to the verdict; reports of earlier versions do not say. */
function effectOf({ atMost }: Finding['evidence']['against'][number], { ground, verdict }: Finding): string | null {
  if (ground === undefined) return null;
  if (atMost === undefined) return 'It is listed for completeness, and lowers nothing.';
  return atMost === verdict
    ? `Because of it this is no more than a ${atMost}.`
    : `With it alone this could be a ${atMost} at most; other evidence lowers it further.`;
}
