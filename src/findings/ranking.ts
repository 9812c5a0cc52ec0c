import { type Finding, VERDICTS, type Verdict } from './report-schema.js';

/** Gravest verdict first, then what frees most, then what is most, then the fingerprint: a total order. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) ||
    Number(b.reservation.tracesBack) - Number(a.reservation.tracesBack) ||
    b.freedBytes - a.freedBytes ||
    b.suspects - a.suspects ||
    compareText(a.fingerprint, b.fingerprint)
  );
}

/**
 * Ranked findings, but for listeners to `error`: `events.once` and its like add one beside the listener that was meant, so that
 * both leak alike. The one that was meant is put first.
 */
export function rankFindings(findings: readonly Finding[]): Finding[] {
  const ranked = [...findings].sort(compareFindings);
  const companions = ranked.filter((finding) => ranked.some((other) => isCompanion(finding, other)));
  for (const companion of companions) {
    ranked.splice(ranked.indexOf(companion), 1);
    const meant = ranked.findLastIndex((other) => isCompanion(companion, other));
    ranked.splice(meant + 1, 0, companion);
  }
  return ranked;
}

const ERROR_LISTENERS = '._events.error';

function isCompanion(finding: Finding, other: Finding): boolean {
  const own = finding.brokenEdge?.label ?? '';
  const label = other.brokenEdge?.label ?? '';
  const at = own.indexOf(ERROR_LISTENERS);
  return (
    at !== -1 &&
    !label.includes(ERROR_LISTENERS) &&
    label.startsWith(`${own.slice(0, at)}._events`) &&
    finding.verdict === other.verdict &&
    finding.suspects === other.suspects
  );
}

/** Order by code units: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

export function gravestVerdict(findings: readonly Finding[]): Verdict | 'clean' {
  return VERDICTS.find((verdict) => findings.some((finding) => finding.verdict === verdict)) ?? 'clean';
}

export function lessGrave(a: Verdict, b: Verdict): Verdict {
  return VERDICTS.indexOf(a) > VERDICTS.indexOf(b) ? a : b;
}
