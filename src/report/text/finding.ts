import type {
  BrokenEdge,
  Cycle,
  Evidence,
  Finding,
  Holder,
  RefcountCheck,
  Source,
} from '../../findings/report-schema.js';
import { formatBytes, formatCount, formatDecimal, formatHours, formatSeries, formatSigned, plural } from '../units.js';
import { type Layout, layParagraph, layRow } from './layout.js';
import { layPath } from './path.js';

/** Items of a list shown unless everything is asked for. */
const MAX_ITEMS = 5;

/**
 * One finding in full: the sentence to act on, then what it rests on.
 *
 * @param position `2/3` when there are several, otherwise empty
 */
export function layFinding(layout: Layout, finding: Finding, position: string): string[] {
  const { theme } = layout;
  const badge = [finding.verdict.toUpperCase(), position].filter((part) => part !== '').join(' ');
  const [first = '', ...rest] = layParagraph(layout, `${badge}  ${finding.headline}`, theme.headline, 2);
  return [
    first.replace(badge, () => theme.verdict[finding.verdict](badge)),
    ...rest,
    ...layRow(layout, 'kind', finding.kind),
    ...layCounts(layout, finding),
    ...layClasses(layout, finding),
    ...layDeath(layout, finding),
    ...layRow(layout, 'size', sizeText(finding)),
    ...(finding.path === null ? [] : layPath(layout, 'kept by', finding.path)),
    ...(finding.path?.expression == null ? [] : layRow(layout, 'console', finding.path.expression)),
    ...layCut(layout, finding.brokenEdge),
    ...layHolders(layout, finding.holders),
    ...layCycle(layout, finding.cycle),
    ...layRefcount(layout, finding.refcount),
    ...layReservation(layout, finding.reservation),
    ...layEvidence(layout, finding.evidence),
    ...laySamples(layout, finding),
    ...(layout.verbose ? layRow(layout, 'fingerprint', finding.fingerprint) : []),
  ];
}

/** `src/pool.ts:12:3`, as editors and terminals accept it. */
export function formatSource({ file, line, column }: Source): string {
  return `${file}:${line}:${column}`;
}

function at(source: Source | null): string {
  return source === null ? '' : ` at ${formatSource(source)}`;
}

function layCounts(layout: Layout, { countPerSnapshot, growth }: Finding): string[] {
  const trend: string[] = [];
  if (growth.exactMultiple !== null && growth.exactMultiple > 0)
    trend.push(`exactly ${formatSigned(growth.exactMultiple)} every round`);
  else if (growth.perRound !== null) trend.push(`${formatSigned(growth.perRound)}/round`);
  if (growth.fit !== null) trend.push(`straight line R² ${growth.fit.toFixed(2)}`);
  const note = trend.length === 0 ? '' : ` (${trend.join(', ')})`;
  return layRow(layout, 'count', formatSeries(countPerSnapshot) + note);
}

function layClasses(layout: Layout, { classes }: Finding): string[] {
  return capped(layout, classes).flatMap((entry, index) => {
    if (typeof entry === 'string') return layRow(layout, '', entry);
    return layRow(
      layout,
      index === 0 ? 'classes' : '',
      `\`${entry.name}\` ${formatSeries(entry.counts)}${at(entry.source)}`,
      { hanging: 2 },
    );
  });
}

function layDeath(layout: Layout, { dead, living, suspects, deadBy }: Finding): string[] {
  const by = deadBy.map(({ field, objects }) => `\`${field}\` (${formatCount(objects)})`).join(', ');
  const share =
    dead === 0
      ? 'none proved by a field'
      : `${formatCount(dead)} of ${plural(suspects, 'suspect')}${by === '' ? '' : `, says ${by}`}`;
  return layRow(layout, 'dead', `${share}; ${formatCount(living)} living besides`);
}

function sizeText({ shallowBytes, freedBytes, growth }: Finding): string {
  const parts = [`${formatBytes(shallowBytes)} in the suspects themselves`];
  if (freedBytes > 0) parts.push(`${formatBytes(freedBytes)} freed by the cut`);
  if (growth.bytesPerRound !== null) parts.push(`${rateOf(growth.bytesPerRound)} a round`);
  if (growth.bytesPerHour !== null) parts.push(`${rateOf(growth.bytesPerHour)} an hour`);
  if (growth.hoursToLimit !== null) parts.push(`heap limit in ${formatHours(growth.hoursToLimit)}`);
  return parts.join(', ');
}

function rateOf(bytes: number): string {
  return `${bytes < 0 ? '' : '+'}${formatBytes(bytes)}`;
}

function layCut(layout: Layout, edge: BrokenEdge | null): string[] {
  if (edge === null)
    return layRow(layout, 'cut', 'no single reference frees the suspects without freeing something that lives');
  const cost =
    edge.livingLost === 0 ? 'and nothing that lives' : `but also ${plural(edge.livingLost, 'living object')}`;
  const gain = `frees ${formatCount(edge.frees)} of ${plural(edge.of, 'suspect')} (${formatBytes(edge.freedBytes)}) ${cost}`;
  return [
    ...layRow(layout, 'cut', `\`${edge.label}\` (${plural(edge.edges, 'reference')}) ${gain}`, { hanging: 2 }),
    ...layRow(layout, '', edge.action, { style: layout.theme.headline, hanging: 2 }),
    ...edge.also.flatMap(({ label, edges, why }) =>
      layRow(layout, '', `also \`${label}\` (${plural(edges, 'reference')}): ${why}`, { hanging: 2 }),
    ),
    ...layPlace(layout, 'code', edge.source),
  ];
}

function layPlace(layout: Layout, label: string, source: Source | null): string[] {
  if (source === null) return [];
  const place = formatSource(source);
  const lines = layRow(layout, label, place + (source.function === null ? '' : ` in ${source.function}`), {
    hanging: 2,
  });
  return isAbsolute(source.file)
    ? lines.map((line) => line.replace(place, () => layout.theme.link(place, urlOf(source.file))))
    : lines;
}

function isAbsolute(file: string): boolean {
  return file.startsWith('file://') || file.startsWith('/');
}

function urlOf(file: string): string {
  return file.startsWith('/') ? `file://${file.split('/').map(encodeURIComponent).join('/')}` : encodeURI(file);
}

function layHolders(layout: Layout, holders: readonly Holder[]): string[] {
  return capped(layout, holders).flatMap((holder, index) => {
    const text =
      typeof holder === 'string'
        ? holder
        : `${holder.kind} \`${holder.label}\` (${plural(holder.edges, 'reference')})${at(holder.source)}`;
    return layRow(layout, index === 0 ? 'holders' : '', text, { hanging: 2 });
  });
}

function layCycle(layout: Layout, cycle: Cycle | null): string[] {
  if (cycle === null) return [];
  return [
    ...layRow(layout, 'cycle', `${cycle.folded} (${plural(cycle.members, 'object')} in its component)`, { hanging: 2 }),
    ...(cycle.harmless
      ? layRow(layout, '', 'nothing outside keeps it: the garbage collector frees it', { hanging: 2 })
      : []),
    ...capped(layout, cycle.anchors).flatMap((anchor) =>
      layRow(layout, '', typeof anchor === 'string' ? anchor : `anchored by \`${anchor.label}\`: ${anchor.path}`, {
        hanging: 2,
      }),
    ),
  ];
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
  if (!tracesBack)
    return layout.verbose ? layRow(layout, 'reservation', 'does not trace back to reservation bookkeeping') : [];
  const fields = via.length === 0 ? '' : `, by ${via.map((field) => `\`${field}\``).join(', ')}`;
  return layRow(layout, 'reservation', `traces back to reservation bookkeeping${fields}`, { hanging: 2 });
}

function layEvidence(layout: Layout, evidence: Finding['evidence']): string[] {
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
  const items = capped(layout, sampleNodeIds).map((item) => (typeof item === 'string' ? item : `@${item}`));
  return layRow(layout, 'objects', items.join(' '));
}

/** The first items and, when there are more, how many. */
function capped<T>(layout: Layout, items: readonly T[]): (T | string)[] {
  const hidden = items.length - MAX_ITEMS;
  return layout.verbose || hidden < 1 ? [...items] : [...items.slice(0, MAX_ITEMS), `and ${formatCount(hidden)} more`];
}
