import type { Report } from '../../findings/report-schema.js';
import { formatBytes, formatCount, formatDuration, formatSeries } from '../units.js';
import { type Layout, layRow, laySection } from './layout.js';
import { layTable } from './table.js';

type Watched = NonNullable<Report['watched']>;

/** What was seen of growing places in the living process, and what that cost it. */
export function layWatched(layout: Layout, { watched }: Report): string[] {
  // Why nothing was seen is among the notes.
  if (watched === undefined || watched.loadMs + watched.quietMs === 0) return [];
  const rows = watched.places.map(({ label, entries, sampled, gone, failure }) => [
    label,
    failure ?? formatSeries(endsOf(entries.map((look) => look.entries))),
    sampled === 0 ? '' : `${formatCount(gone)} of ${formatCount(sampled)}`,
  ]);
  return laySection(layout, `Watched in the living process ${timeText(watched)}`, [
    ...layTable(layout, {
      columns: [
        { title: 'Place', align: 'left' },
        { title: 'Entries', align: 'left' },
        { title: 'Older ones that left', align: 'right' },
      ],
      rows,
    }),
    ...layRow(layout, 'cost', costText(watched)),
  ]);
}

/** The first and the last. */
function endsOf(counts: readonly number[]): readonly number[] {
  return counts.length < 2 ? counts : [counts[0] ?? 0, counts[counts.length - 1] ?? 0];
}

/** `for 12.0 s under load and 5.0 s without` */
function timeText({ loadMs, quietMs }: Watched): string {
  const load = loadMs === 0 ? [] : [`${formatDuration(loadMs)} under load`];
  const quiet = quietMs === 0 ? [] : [`${formatDuration(quietMs)} without load`];
  return `for ${[...load, ...quiet].join(' and ')}`;
}

function costText({ longestMs, busyMs, bytes }: Watched): string {
  return `longest request ${formatDuration(longestMs)}, all of them ${formatDuration(busyMs)} and ${formatBytes(bytes)}; nothing was changed`;
}
