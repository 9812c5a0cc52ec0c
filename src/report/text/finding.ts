import type { Evidence, Finding, RefcountCheck } from '../../findings/report-schema.js';
import { badgeOf, badgeStyle, baselineSentence, explainCommand } from '../finding-words.js';
import { formatBytes, formatCount, formatDecimal, formatHours, formatSeries, formatSigned, plural } from '../units.js';
import { layAllocations } from './allocations.js';
import { layCode, placesOf } from './code.js';
import { layCut, layCycle, layHolders } from './cut.js';
import { type Layout, layParagraph, layRow } from './layout.js';
import { layPath } from './path.js';
import { at, linkPlaces } from './source.js';

/**
 * The headline of a finding, with its verdict before it.
 *
 * @param position `2/3` when there are several, otherwise empty
 */
export function laySentence(layout: Layout, finding: Finding, position: string): string[] {
  const { theme } = layout;
  const badge = [badgeOf(finding), position].filter((part) => part !== '').join(' ');
  const sentence = layParagraph(layout, `${badge}  ${finding.headline}`, theme.headline, 2);
  const [first = '', ...rest] = linkPlaces(layout, sentence, finding.code === undefined ? [] : placesOf(finding.code));
  return [first.replace(badge, () => badgeStyle(theme, finding)(badge)), ...rest];
}

/** What the baseline says of it, when one was given. */
export function layBaseline(layout: Layout, finding: Finding): string[] {
  const sentence = baselineSentence(finding);
  return sentence === null ? [] : layRow(layout, 'baseline', sentence, { hanging: 2 });
}

/** One finding in full: the headline, then its basis. */
export function layFinding(layout: Layout, finding: Finding, position: string): string[] {
  return [
    ...laySentence(layout, finding, position),
    ...layRow(layout, 'kind', finding.kind),
    ...layBaseline(layout, finding),
    ...layCounts(layout, finding),
    ...layClasses(layout, finding),
    ...layDeath(layout, finding),
    ...layRow(layout, 'size', sizeText(finding)),
    ...(finding.path === null ? [] : layPath(layout, 'kept by', finding.path)),
    ...layExpression(layout, finding.path?.expression ?? null),
    ...layCut(layout, finding),
    ...layCode(layout, finding),
    ...layHolders(layout, finding),
    ...layAllocations(layout, finding),
    ...layCycle(layout, finding),
    ...layRefcount(layout, finding.refcount),
    ...layReservation(layout, finding.reservation),
    ...layEvidence(layout, finding.evidence),
    ...laySamples(layout, finding),
    ...layRow(layout, 'fingerprint', finding.fingerprint),
    ...layInFull(layout, finding.fingerprint),
  ];
}

/** The command that tells a finding in full, by its fingerprint; without one the first finding. It reads a JSON report, which there may not be. */
export function layInFull(layout: Layout, fingerprint?: string): string[] {
  const command = `\`${explainCommand({ fingerprint }, layout.reportFile)}\``;
  const text = layout.reportFile === undefined ? `--report json=report.json, then ${command}` : command;
  return layRow(layout, 'in full', text, { hanging: 2 });
}

export function layCounts(layout: Layout, finding: Finding): string[] {
  return layRow(layout, 'count', countText(finding), { hanging: 2 });
}

/** `45 → 150 → 255 (exactly +105 a round)`, `80 → 180 → 270 (+95 a round, straight line R² 1.00)` */
export function countText({ countPerSnapshot, growth }: Finding): string {
  const trend: string[] = [];
  if (growth.exactMultiple !== null && growth.exactMultiple > 0)
    trend.push(`exactly ${formatSigned(growth.exactMultiple)} a round`);
  else {
    if (growth.perRound !== null) trend.push(`${formatSigned(growth.perRound)} a round`);
    if (growth.fit !== null) trend.push(`straight line R² ${growth.fit.toFixed(2)}`);
  }
  const note = trend.length === 0 ? '' : ` (${trend.join(', ')})`;
  return formatSeries(countPerSnapshot) + note;
}

function layClasses(layout: Layout, { classes }: Finding): string[] {
  return classes.flatMap(({ name, counts, source }, index) =>
    layRow(layout, index === 0 ? 'classes' : '', `\`${name}\` ${formatSeries(counts)}${at(source)}`, { hanging: 2 }),
  );
}

function layDeath(layout: Layout, finding: Finding): string[] {
  return layRow(layout, 'dead', deathText(finding));
}

/** How many are proven dead, and by which fields. */
export function deathText({ dead, living, deadElsewhere = 0, suspects, deadBy }: Finding): string {
  const by = deadBy.map(({ field, objects }) => `\`${field}\` (${formatCount(objects)})`).join(', ');
  const share =
    dead === 0
      ? 'none proven dead'
      : `${formatCount(dead)} of ${plural(suspects, 'suspect')}${by === '' ? '' : `, says ${by}`}`;
  const others = [
    ...(living === 0 ? [] : [`${formatCount(living)} others alive`]),
    ...(deadElsewhere === 0 ? [] : [`${formatCount(deadElsewhere)} others dead`]),
  ].join(', ');
  return others === '' ? share : `${share}; ${others}`;
}

/** What they take, what the cut frees, and how fast that grows. */
export function sizeText({ shallowBytes, freedBytes, growth }: Finding): string {
  const parts = [`${formatBytes(shallowBytes)} in the suspects themselves`];
  if (freedBytes > 0) parts.push(`${formatBytes(freedBytes)} freed by the cut`);
  if (growth.bytesPerRound !== null) parts.push(`${rateOf(growth.bytesPerRound)} a round`);
  if (growth.bytesPerHour !== null) parts.push(`${rateOf(growth.bytesPerHour)} an hour`);
  if (growth.hoursToLimit !== null) parts.push(limitText(growth.hoursToLimit));
  return parts.join(', ');
}

/** Time left to the heap limit; none if the last snapshot already exceeds it. */
function limitText(hours: number): string {
  return hours === 0 ? 'heap limit passed already' : `heap limit in ${formatHours(hours)}`;
}

function rateOf(bytes: number): string {
  return `${bytes < 0 ? '' : '+'}${formatBytes(bytes)}`;
}

function layExpression(layout: Layout, expression: string | null): string[] {
  return expression === null ? [] : layRow(layout, 'console', expression);
}

function layRefcount(layout: Layout, refcount: RefcountCheck | null): string[] {
  if (refcount === null) return [];
  const { field, stated, holders, objects } = refcount;
  const says = stated === null ? 'cannot be read from these snapshots' : `says ${formatDecimal(stated)}`;
  const disagree = objects === 1 ? '1 object disagrees' : `${formatCount(objects)} objects disagree`;
  const text = `\`${field}\` ${says}, the heap shows ${plural(holders, 'holder')} outside the pool's books; ${disagree}`;
  return layRow(layout, 'refcount', text, { hanging: 2 });
}

function layReservation(layout: Layout, { tracesBack, via }: Finding['reservation']): string[] {
  if (!tracesBack) return layRow(layout, 'reservation', 'does not trace back to reservation bookkeeping');
  const fields = via.length === 0 ? '' : `, by ${via.map((field) => `\`${field}\``).join(', ')}`;
  return layRow(layout, 'reservation', `traces back to reservation bookkeeping${fields}`, { hanging: 2 });
}

export function layEvidence(layout: Layout, evidence: Finding['evidence']): string[] {
  const { theme } = layout;
  const sides = [
    ...evidence.for.map((item) => ({ sign: '+', item, style: theme.evidenceFor })),
    ...evidence.against.map((item) => ({ sign: '-', item, style: theme.evidenceAgainst })),
  ];
  return sides.flatMap(({ sign, item, style }, index) =>
    layRow(layout, index === 0 ? 'evidence' : '', `${sign} ${evidenceText(layout, item)}`, { style, hanging: 2 }),
  );
}

function evidenceText(layout: Layout, { code, text }: Evidence): string {
  return layout.verbose ? `${text} [${code}]` : text;
}

function laySamples(layout: Layout, { sampleNodeIds }: Finding): string[] {
  if (sampleNodeIds.length === 0) return [];
  return layRow(layout, 'objects', sampleNodeIds.map((id) => `@${id}`).join(' '));
}
