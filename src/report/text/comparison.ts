import type { ComparedFinding, ComparedMeasure, Comparison, Interval } from '../../findings/comparison-schema.js';
import { formatBytes, formatCount, formatDecimal, formatSigned, plural } from '../units.js';
import { type Layout, layParagraph, layRow, laySection } from './layout.js';
import { at } from './source.js';
import { layTable } from './table.js';

/** Each finding with the values of both sides; notes only in verbose output. */
export function layComparedFindings(layout: Layout, { findings }: Comparison): string[] {
  const shown = layout.verbose ? findings : findings.filter(({ verdict }) => verdict !== 'note');
  const hidden = findings.length - shown.length;
  return [
    ...shown.flatMap((finding) => ['', ...layComparedFinding(layout, finding)]),
    ...(hidden === 0 ? [] : ['', layout.theme.faint(`and ${plural(hidden, 'note')}, shown by --verbose`)]),
  ];
}

function layComparedFinding(layout: Layout, finding: ComparedFinding): string[] {
  const { theme } = layout;
  const badge = `${finding.status.toUpperCase()} ${finding.verdict}`;
  const style = finding.status === 'fixed' ? theme.verdict.clean : theme.verdict[finding.verdict];
  const [first = '', ...rest] = layParagraph(layout, `${badge}  ${finding.headline}`, theme.headline, 2);
  return [
    first.replace(badge, () => style(badge)),
    ...rest,
    ...layRow(layout, 'kind', `${finding.kind}${at(finding.source)}`, { hanging: 2 }),
    ...(finding.before === null ? [] : layRow(layout, 'before', measureText(finding.before), { hanging: 2 })),
    ...(finding.after === null ? [] : layRow(layout, 'after', measureText(finding.after), { hanging: 2 })),
    ...(finding.matchedBy === 'broken-edge'
      ? layRow(layout, 'matched', 'by kind and reference to cut; another class leads', { hanging: 2 })
      : []),
    ...(layout.verbose ? layRow(layout, 'fingerprint', finding.fingerprint) : []),
  ];
}

function measureText({ verdict, suspects, freedBytes, perRound, bytesPerRound }: ComparedMeasure): string {
  const parts = [`${verdict}, ${plural(suspects, 'suspect')}`];
  if (freedBytes > 0) parts.push(`${formatBytes(freedBytes)} freed by the cut`);
  if (perRound !== null) parts.push(`${formatSigned(perRound)} a round`);
  if (bytesPerRound !== null) parts.push(`${signedBytes(bytesPerRound)} a round`);
  return parts.join(', ');
}

/** The two reports compared. */
export function layComparedSides(layout: Layout, { before, after }: Comparison): string[] {
  const rows = [before, after].map((side, index) => [
    index === 0 ? 'before' : 'after',
    side.name,
    side.nodeVersions.join(', ') || '–',
    formatCount(side.snapshots),
    side.verdict,
  ]);
  const columns = [left('Side'), left('Name'), left('Node.js'), right('Snapshots'), left('Verdict')];
  return laySection(layout, 'Compared', layTable(layout, { columns, rows }));
}

/** Cost per round and per operation on each side: bytes of the whole heap, and objects by class. */
export function layComparedGrowth(layout: Layout, comparison: Comparison): string[] {
  const { bytesPerRound, bytesPerOperation, operationsPerRound, classes } = comparison;
  const rows = [
    ['before', bytesPerRound.before, bytesPerOperation?.before],
    ['after', bytesPerRound.after, bytesPerOperation?.after],
    ['difference', bytesPerRound.difference, bytesPerOperation?.difference],
  ] as const;
  const bytes = rows.flatMap(([label, round, operation]) => {
    if (round === null) return [];
    const perOperation = operation == null ? '' : `; ${intervalText(operation, signedBytes)} an operation`;
    const meaning = label === 'difference' ? `: ${meaningOf(round)}` : '';
    return layRow(layout, label, `${intervalText(round, signedBytes)} a round${perOperation}${meaning}`, {
      hanging: 2,
    });
  });
  const perOperation = operationsPerRound === null ? '' : `, ${formatDecimal(operationsPerRound)} operations a round`;
  return [
    ...laySection(layout, `Bytes of the whole heap${perOperation}`, bytes),
    ...laySection(layout, 'Grow only before', layOneSided(layout, classes, 'before')),
    ...laySection(layout, 'Grow only after', layOneSided(layout, classes, 'after')),
    ...laySection(layout, 'Grow on both sides', layBothSided(layout, classes)),
  ];
}

/** The conclusion that the interval of the difference `after` minus `before` allows. */
function meaningOf({ low, high }: Interval): string {
  if (low === null || high === null) return 'too few rounds to tell whether it is by chance';
  if (high < 0) return 'before costs more';
  return low > 0 ? 'after costs more' : 'within what chance explains';
}

function layOneSided(layout: Layout, classes: Comparison['classes'], side: 'before' | 'after'): string[] {
  const own = classes.filter(({ grows }) => grows === side);
  return layTable(layout, {
    columns: [left('Class'), ...['Objects a round', 'Bytes a round', ...operationTitle(own)].map(right)],
    rows: own.map((row) => [row.name, rate(row[side]), bytesText(row.bytesPerRound[side]), ...operationCells(row)]),
  });
}

function layBothSided(layout: Layout, classes: Comparison['classes']): string[] {
  const own = classes.filter(({ grows }) => grows === 'both');
  return layTable(layout, {
    columns: [left('Class'), ...['Before', 'After', 'Difference', 'Bytes', ...operationTitle(own)].map(right)],
    rows: own.map((row) => {
      const { before, after } = row.bytesPerRound;
      const bytes = before === null || after === null ? null : after - before;
      return [
        row.name,
        rate(row.before),
        rate(row.after),
        rate(row.difference),
        bytesText(bytes),
        ...operationCells(row),
      ];
    }),
  });
}

function rate(interval: Interval | null): string {
  return interval === null ? '–' : formatSigned(interval.mean);
}

function bytesText(bytes: number | null): string {
  return bytes === null ? '–' : signedBytes(bytes);
}

function operationTitle(classes: Comparison['classes']): string[] {
  return classes.some(({ perOperation }) => perOperation !== null) ? ['An operation'] : [];
}

/** Cells per operation, without a sign where only one side grows. */
function operationCells({ grows, perOperation }: Comparison['classes'][number]): string[] {
  if (perOperation === null) return [];
  const factor = grows === 'before' ? -1 : 1;
  const objects = formatSigned(perOperation.difference.mean * factor);
  return [perOperation.bytes === null ? objects : `${objects}, ${signedBytes(perOperation.bytes * factor)}`];
}

function intervalText({ mean, low, high }: Interval, format: (value: number) => string): string {
  if (low === null || high === null) return `${format(mean)} (too few rounds for an interval)`;
  return `${format(mean)} (95 %: ${format(low)} to ${format(high)})`;
}

function signedBytes(bytes: number): string {
  return `${bytes < 0 ? '' : '+'}${formatBytes(bytes)}`;
}

function left(title: string): { title: string; align: 'left' } {
  return { title, align: 'left' };
}

function right(title: string): { title: string; align: 'right' } {
  return { title, align: 'right' };
}
