import type { ComparedClass, ComparedGrowth, Interval } from '../../findings/comparison-schema.js';
import { compareText } from '../../findings/finding-order.js';
import type { Report, Source } from '../../findings/report-schema.js';
import { isTellingName } from '../series/growing-classes.js';
import { differences } from '../series/growth-pattern.js';
import { differenceInterval, meanInterval, scaleInterval } from './interval.js';

type GrowthRow = Report['growth'][number];

/** Trailing parts of a path that distinguish two classes of one name; the rest differs between machines. */
const TELLING_PATH_PARTS = 2;

/**
 * Classes that grow on either side: those of the program before those of the language, the largest difference first. By name and source file, never by node id: the two
 * sides are different processes. Lines are left out, as a fix moves them.
 */
export function compareClasses(
  before: readonly GrowthRow[],
  after: readonly GrowthRow[],
  operationsPerRound: number | null,
): ComparedClass[] {
  const open = new Map<string, GrowthRow[]>();
  for (const row of before) {
    const sameName = open.get(row.class);
    if (sameName === undefined) open.set(row.class, [row]);
    else sameName.push(row);
  }
  const rows: ComparedClass[] = [];
  for (const row of after) {
    const sameName = open.get(row.class) ?? [];
    const index = sameName.findIndex((other) => isSameClass(other, row));
    const [match = null] = index === -1 ? [] : sameName.splice(index, 1);
    rows.push(compareRow(match, row, operationsPerRound));
  }
  for (const row of [...open.values()].flat()) rows.push(compareRow(row, null, operationsPerRound));
  return rows.sort(
    (a, b) =>
      Number(isTellingName(b.name)) - Number(isTellingName(a.name)) ||
      Math.abs(b.difference.mean) - Math.abs(a.difference.mean) ||
      compareText(a.name, b.name) ||
      compareText(a.source?.file ?? '', b.source?.file ?? ''),
  );
}

/** Shallow bytes of the whole snapshots, per round. */
export function compareBytes(before: Pick<Report, 'series'>, after: Pick<Report, 'series'>): ComparedGrowth {
  const a = differences(before.series.snapshots.map(({ shallowBytes }) => shallowBytes));
  const b = differences(after.series.snapshots.map(({ shallowBytes }) => shallowBytes));
  return { before: meanInterval(a), after: meanInterval(b), difference: differenceInterval(a, b) };
}

export function scaleGrowth({ before, after, difference }: ComparedGrowth, factor: number): ComparedGrowth {
  const scale = (interval: Interval | null) => (interval === null ? null : scaleInterval(interval, factor));
  return { before: scale(before), after: scale(after), difference: scale(difference) };
}

/** Whether two classes of one name are the same, by their files. */
function isSameClass(a: GrowthRow, b: GrowthRow): boolean {
  const [fileA, fileB] = [fileKey(a.source), fileKey(b.source)];
  return fileA === null || fileB === null || fileA === fileB;
}

function fileKey(source: Source | null | undefined): string | null {
  return source == null ? null : source.file.split(/[/\\]/).slice(-TELLING_PATH_PARTS).join('/');
}

function compareRow(before: GrowthRow | null, after: GrowthRow | null, operations: number | null): ComparedClass {
  const a = before === null ? null : differences(before.counts);
  const b = after === null ? null : differences(after.counts);
  const intervals = { before: a === null ? null : meanInterval(a), after: b === null ? null : meanInterval(b) };
  const difference = differenceOf(a, b, intervals);
  const bytes = { before: before?.growth.bytesPerRound ?? null, after: after?.growth.bytesPerRound ?? null };
  // Bytes of a growing class without measured sizes are unknown; those of a class that does not grow are 0.
  const isWeighed = (before === null || bytes.before !== null) && (after === null || bytes.after !== null);
  const bytesDifference = isWeighed ? (bytes.after ?? 0) - (bytes.before ?? 0) : null;
  return {
    name: after?.class ?? before?.class ?? '',
    source: after?.source ?? before?.source ?? null,
    grows: growingSide(before, after),
    ...intervals,
    difference,
    bytesPerRound: bytes,
    perOperation:
      operations === null
        ? null
        : {
            difference: scaleInterval(difference, 1 / operations),
            bytes: bytesDifference === null ? null : Math.round((bytesDifference / operations) * 1000) / 1000,
          },
  };
}

function growingSide(before: GrowthRow | null, after: GrowthRow | null): ComparedClass['grows'] {
  if (before !== null && after !== null) return 'both';
  return before === null ? 'after' : 'before';
}

/** A class that does not grow on one side is not in that report: its growth counts as 0, with an unknown spread. */
function differenceOf(
  before: readonly number[] | null,
  after: readonly number[] | null,
  intervals: { readonly before: Interval | null; readonly after: Interval | null },
): Interval {
  const both = before === null || after === null ? null : differenceInterval(before, after);
  if (both !== null) return both;
  if (intervals.after !== null) return intervals.after;
  return intervals.before === null ? { mean: 0, low: null, high: null } : scaleInterval(intervals.before, -1);
}
