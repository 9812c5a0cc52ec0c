import type { WatchedLine, WatchedPlace } from '../../../findings/watch-schema.js';
import type { GrowingCase } from '../../cases/case.js';
import { findFilledCollections } from '../../cases/growth-positions.js';

/** What was seen of the collections of a case in the living process. Numbers are of entries, summed over the collections. */
export interface WatchedGrowth {
  /** In the first and in the last snapshot. */
  readonly first: number;
  readonly last: number;
  /** When the watch began and ended, and the fewest in between. */
  readonly start: number;
  readonly end: number;
  readonly lowest: number;
  /** Entries older than a round that were asked for, and those of them that had left in the end. */
  readonly sampled: number;
  readonly gone: number;
  /** Whether a new collection at the same place would have been noticed. */
  readonly inPlace: boolean;
  readonly loadMs: number;
  readonly totalMs: number;
  /** What would have come in the time under load at the rate of the series; null where that is unknown. */
  readonly expected: number | null;
  readonly lines: readonly WatchedLine[];
}

/** Entries that must have been asked for before they speak for all. */
export const FEWEST_SAMPLED = 8;

/** What was seen of a case, or null where it was not watched to the end. */
export function watchedGrowth(c: GrowingCase): WatchedGrowth | null {
  const { watched, view, times } = c.context;
  if (watched.size === 0) return null;
  const collections = findFilledCollections(c);
  const seen: WatchedPlace[] = [];
  for (const { container } of collections) {
    const place = watched.get(view.graph.nodeIds[container]);
    if (place === undefined || place.failure !== null || place.entries.length < 2) return null;
    seen.push(place);
  }
  if (seen.length === 0) return null;
  const underLoad = seen.map(({ entries }) => entries.filter(({ quiet }) => !quiet));
  const first = sum(collections.map((each) => each.first));
  const last = sum(collections.map((each) => each.last));
  const loadMs = Math.max(...underLoad.map((entries) => entries.at(-1)?.ms ?? 0));
  const { spanMs } = times;
  return {
    first,
    last,
    start: sum(seen.map(({ entries }) => entries[0].entries)),
    end: sum(seen.map(({ entries }) => entries[entries.length - 1].entries)),
    lowest: sum(seen.map(({ entries }) => Math.min(...entries.map((at) => at.entries)))),
    sampled: sum(seen.map(({ sampled }) => sampled)),
    gone: sum(seen.map(({ gone }) => gone)),
    inPlace: seen.every(({ inPlace }) => inPlace),
    loadMs,
    totalMs: Math.max(...seen.map(({ entries }) => entries[entries.length - 1].ms)),
    expected: spanMs === null || spanMs === 0 ? null : ((last - first) * loadMs) / spanMs,
    lines: seen[0].lines,
  };
}

/** The lines that do something to the place, as far as they were counted. */
export function countedLines({ lines }: WatchedGrowth, what: WatchedLine['what']): readonly WatchedLine[] {
  return lines.filter((line) => line.what === what && line.runs !== null);
}

/** Whether the place went on growing at half the rate of the series, or more. */
export function growsOn({ start, end, expected, loadMs }: WatchedGrowth): boolean {
  return loadMs > 0 && end > start && (expected === null || end - start >= expected / 2);
}

/** Whether enough old entries were asked for, and all of them stayed. */
export function allStayed({ sampled, gone }: WatchedGrowth): boolean {
  return sampled >= FEWEST_SAMPLED && gone === 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
