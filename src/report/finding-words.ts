import type { Finding, Report } from '../findings/report-schema.js';
import { escapeControls } from './escape.js';
import type { Style, Theme } from './theme.js';
import { formatBytes, formatSigned, plural } from './units.js';

/** `LEAK`, or with a baseline `KNOWN LEAK`, `NEW LEAK`. */
export function badgeOf({ verdict, baseline }: Pick<Finding, 'verdict' | 'baseline'>): string {
  const badge = verdict.toUpperCase();
  return baseline === undefined ? badge : `${baseline.status.toUpperCase()} ${badge}`;
}

/** What is accepted must not look like an alarm. */
export function badgeStyle(theme: Theme, { verdict, baseline }: Pick<Finding, 'verdict' | 'baseline'>): Style {
  return baseline?.status === 'known' ? theme.faint : theme.verdict[verdict];
}

/** One sentence on what the baseline says of a finding; nothing without a baseline. */
export function baselineSentence({ baseline }: Pick<Finding, 'baseline'>): string | null {
  if (baseline === undefined) return null;
  const { status, reason, expires, before } = baseline;
  const why = reason === '' ? 'no reason given' : reason;
  switch (status) {
    case 'new':
      return 'Not in the baseline.';
    case 'known':
      return `Known and accepted${expires === null ? '' : ` until ${expires}`}: ${why}.`.replace('..', '.');
    case 'expired':
      return `Was accepted until ${expires ?? 'then'}, which is over: ${why}.`.replace('..', '.');
    case 'worse':
      return `Clearly worse than the baseline says${before === null ? '' : ` (${measureText(before)})`}, so it is not excused.`;
  }
}

function measureText({
  verdict,
  suspects,
  freedBytes,
  perRound,
}: NonNullable<NonNullable<Finding['baseline']>['before']>): string {
  return [
    verdict,
    plural(suspects, 'object'),
    ...(perRound === null ? [] : [`${formatSigned(perRound)} a round`]),
    ...(freedBytes === 0 ? [] : [formatBytes(freedBytes)]),
  ].join(', ');
}

/** What the baseline as a whole says: how many are known, and which of its entries were not found. */
export function baselineSummary({ baseline, findings }: Report): string | null {
  if (baseline === undefined) return null;
  const counted = (['new', 'worse', 'expired', 'known'] as const).flatMap((status) => {
    const count = findings.filter((finding) => finding.baseline?.status === status).length;
    return count === 0 ? [] : [`${count} ${status}`];
  });
  const found = counted.length === 0 ? 'no finding' : counted.join(', ');
  const gone = baseline.gone.length;
  return `${found}${gone === 0 ? '' : `; ${plural(gone, 'entry', 'entries')} not found, which may be fixed`}`;
}

/** The command that tells one finding in full; without a fingerprint the first one. */
export function explainCommand(
  { fingerprint }: { readonly fingerprint?: string | undefined },
  reportFile = 'report.json',
): string {
  return ['poolscope', 'explain', escapeControls(reportFile), ...(fingerprint === undefined ? [] : [fingerprint])]
    .map(quoted)
    .join(' ');
}

/** A word as a shell takes it. A fingerprint of a report from elsewhere may be any text. */
export function quoted(word: string): string {
  return /^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
