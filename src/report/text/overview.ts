import type { Report } from '../../findings/report-schema.js';
import {
  formatBytes,
  formatCount,
  formatDecimal,
  formatDuration,
  formatSeries,
  formatSigned,
  plural,
} from '../units.js';
import { type Layout, layParagraph, layRow, laySection } from './layout.js';
import { layTable } from './table.js';

/** What was looked at: files, versions, sizes; and whether their ids may be compared. */
export function laySeries(layout: Layout, { series }: Report): string[] {
  const { snapshots, epoch } = series;
  const rows = snapshots.map((snapshot) => [
    snapshot.file,
    snapshot.nodeVersion ?? '',
    snapshot.capturedAt ?? '',
    formatCount(snapshot.nodeCount),
    formatBytes(snapshot.shallowBytes),
  ]);
  const columns = [left('Snapshot'), left('Node.js'), left('Captured'), right('Objects'), right('Size')];
  const known = columns.map((_, index) => rows.some((row) => row[index] !== ''));
  const lines = layTable(layout, {
    columns: columns.filter((_, index) => known[index]),
    rows: rows.map((row) => row.filter((_, index) => known[index])),
  });
  if (snapshots.length > 1 && !epoch.comparable) {
    const text = `node ids differ between the snapshots (${formatCount(epoch.mismatches)} of ${formatCount(epoch.checked)} checked): not one process, or an inspector was closed in between`;
    lines.push(...layRow(layout, 'warning', text));
  }
  return laySection(layout, plural(snapshots.length, 'snapshot'), lines);
}

/** Every pool in the last snapshot with its states, and what its books said over the series. */
export function layPools(layout: Layout, { pools }: Report): string[] {
  const states = layTable(layout, {
    columns: [left('Pool'), left('Lends'), ...['Idle', 'Leased', 'Live', 'Dead', 'Unknown'].map(right)],
    rows: pools.map((pool) => [
      `${pool.class} @${pool.nodeId}`,
      pool.resourceClass,
      ...[pool.states.idle, pool.states.leased, pool.states.live, pool.states.dead, pool.states.unknown].map(
        formatCount,
      ),
    ]),
  });
  const books = layTable(layout, {
    columns: [left('Ledger'), left('Role'), left('Kind'), left('Entries')],
    rows: pools.flatMap((pool) =>
      pool.ledgers.map(({ field, role, container, sizes }) => [
        `${pool.class}.${field}`,
        role,
        container,
        formatSeries(sizes),
      ]),
    ),
  });
  const counters = pools.flatMap((pool) =>
    pool.counters.length === 0
      ? []
      : layRow(
          layout,
          pool.class,
          pool.counters.map(({ field, value }) => `${field} ${formatDecimal(value)}`).join(', '),
        ),
  );
  return [
    ...laySection(layout, 'Pools', states),
    ...laySection(layout, 'Ledgers', books),
    ...laySection(layout, 'Counters', counters),
  ];
}

/** Classes that grew, fastest first. */
export function layGrowth(layout: Layout, { growth }: Report): string[] {
  const lines = layTable(layout, {
    columns: [left('Class'), left('Count'), right('Per round'), right('Bytes/round'), left('Pattern')],
    rows: growth.map((entry) => [
      entry.class,
      formatSeries(entry.counts),
      entry.growth.perRound === null ? '' : formatSigned(entry.growth.perRound),
      entry.growth.bytesPerRound === null ? '' : formatBytes(entry.growth.bytesPerRound),
      entry.pattern,
    ]),
  });
  return laySection(layout, 'Growth', lines);
}

/** Notes, limits that the analysis ran into, and times when they were asked for. */
export function layRemarks(layout: Layout, { notes, limitsReached, timings }: Report): string[] {
  const bullet = (text: string): string[] => layParagraph(layout, `- ${text}`, undefined, 2);
  const times = Object.entries(timings ?? {}).map(([phase, durationMs]) => [phase, formatDuration(durationMs)]);
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
    ...laySection(
      layout,
      'Timings',
      layTable({ ...layout, verbose: true }, { columns: [left('Phase'), right('Time')], rows: times }),
    ),
  ];
}

function left(title: string): { title: string; align: 'left' } {
  return { title, align: 'left' };
}

function right(title: string): { title: string; align: 'right' } {
  return { title, align: 'right' };
}
