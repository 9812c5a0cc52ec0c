import { type Finding, VERDICTS, type Verdict } from './report-schema.js';

/** A total order: the gravest verdict first, then most freed bytes, then most suspects, then the fingerprint. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) ||
    Number(b.reservation.tracesBack) - Number(a.reservation.tracesBack) ||
    b.freedBytes - a.freedBytes ||
    b.suspects - a.suspects ||
    compareText(a.fingerprint, b.fingerprint)
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
