import type { Report } from '../../findings/report-schema.js';
import { formatBytes, formatCount, formatDuration, formatSeries, formatSigned, plural } from '../units.js';
import { type Layout, layParagraph, layRow, laySection } from './layout.js';
import { layTable, type Table, withoutEmptyColumns } from './table.js';

/** The snapshots analyzed: files, versions, sizes, and whether their node ids can be compared. */
export function laySeries(layout: Layout, { series }: Report): string[] {
  const { snapshots, epoch } = series;
  const folder = commonFolder(snapshots.map(({ file }) => file));
  const rows = snapshots.map((snapshot) => [
    snapshot.file.slice(folder.length),
    snapshot.nodeVersion ?? '',
    snapshot.capturedAt ?? '',
    formatCount(snapshot.nodeCount),
    formatBytes(snapshot.shallowBytes),
  ]);
  const columns = [left('Snapshot'), left('Node.js'), left('Captured'), right('Objects'), right('Size')];
  const lines = layTable(layout, withoutEmptyColumns({ columns, rows }));
  if (snapshots.length > 1 && !epoch.comparable) {
    const text = `node ids differ between the snapshots (${formatCount(epoch.mismatches)} of ${formatCount(epoch.checked)} checked): not one process, or an inspector was closed in between`;
    lines.push(...layRow(layout, 'warning', text));
  }
  const title = plural(snapshots.length, 'snapshot');
  return laySection(layout, folder === '' ? title : `${title} in ${folder}`, lines);
}

/** The folder that several files share, with the slash at its end, or ''. */
export function commonFolder(files: readonly string[]): string {
  const folders = new Set(
    files.map((file) => file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)),
  );
  const [folder = ''] = folders;
  return files.length > 1 && folders.size === 1 ? folder : '';
}

/** Classes that grew, fastest first. */
export function layGrowth(layout: Layout, { growth }: Report): string[] {
  const table: Table = {
    columns: [left('Class'), left('Count'), right('Per round'), right('Bytes/round'), left('Pattern')],
    rows: growth.map(({ class: name, counts, growth: rate, pattern }) => [
      name,
      formatSeries(counts),
      rate.perRound === null ? '' : formatSigned(rate.perRound),
      // More objects without more bytes: their sizes are unknown.
      rate.bytesPerRound === null || rate.bytesPerRound === 0 ? '' : formatBytes(rate.bytesPerRound),
      pattern,
    ]),
  };
  const lines = layTable(layout, withoutEmptyColumns(table));
  return laySection(layout, 'Growth', lines);
}

/** What did not become a finding, and why. */
export function laySetAside(layout: Layout, { setAside }: Report): string[] {
  const lines = setAside.flatMap(({ label, code, text }) =>
    layParagraph(layout, `- \`${label}\`: ${text} [${code}]`, undefined, 2),
  );
  return laySection(layout, 'Set aside', lines);
}

/** Entries of the baseline that no finding matches. */
export function layGone(layout: Layout, { baseline }: Report): string[] {
  const lines = (baseline?.gone ?? []).flatMap(({ headline, fingerprint }) =>
    layParagraph(layout, `- ${headline} [${fingerprint}]`, undefined, 2),
  );
  return laySection(layout, 'In the baseline and not found', lines);
}

/** Notes, and limits that the analysis ran into. */
export function layRemarks(layout: Layout, { notes, limitsReached }: Report): string[] {
  const bullet = (text: string): string[] => layParagraph(layout, `- ${text}`, undefined, 2);
  return [
    ...laySection(
      layout,
      'Notes',
      notes.flatMap(({ text }) => bullet(text)),
    ),
    ...laySection(
      layout,
      'Limits reached',
      limitsReached.flatMap(({ limit, value, text }) => bullet(`${limit} = ${formatCount(value)}: ${text}`)),
    ),
  ];
}

/** Times of the phases, when they were asked for. */
export function layTimings(layout: Layout, { timings }: Report): string[] {
  const rows = Object.entries(timings ?? {}).map(([phase, durationMs]) => [phase, formatDuration(durationMs)]);
  return laySection(layout, 'Timings', layTable(layout, { columns: [left('Phase'), right('Time')], rows }));
}

function left(title: string): { title: string; align: 'left' } {
  return { title, align: 'left' };
}

function right(title: string): { title: string; align: 'right' } {
  return { title, align: 'right' };
}
