import type { Report } from '../../findings/report-schema.js';

/** Precision of file times after a copy. */
const MIN_MTIME_STEP_MS = 1000;

/** What shows when a snapshot of a series was taken. */
export interface OrderFacts {
  readonly name: string;
  /** From a file beside it, or from its name; milliseconds since 1970. */
  readonly capturedAtMs: number | null;
  /** When its file was last written; milliseconds since 1970. */
  readonly modifiedAtMs: number | null;
  /** Largest id of a JavaScript object. */
  readonly largestId: number;
}

/** An order other than the given one, and its basis. */
export interface LikelyOrder {
  readonly by: 'ids' | 'times' | 'modified';
  /** Positions in the series as given, in the likely order of capture. */
  readonly order: readonly number[];
}

/**
 * Returns the likely order of capture if it differs from the given order; null when the order fits or is unknown. V8
 * numbers objects upwards and every snapshot numbers some, so within an epoch the largest id decides. Otherwise capture
 * times decide, and last the times of the files, if they lie more than a second apart.
 *
 * @param idsComparable whether all are of one id epoch
 */
export function checkSeriesOrder(series: readonly OrderFacts[], idsComparable: boolean): LikelyOrder | null {
  const largestIds = series.map(({ largestId }) => largestId);
  if (idsComparable && new Set(largestIds).size > 1) return misfit('ids', largestIds);
  const captured = timesOf(series.map(({ capturedAtMs }) => capturedAtMs));
  if (captured !== null) return misfit('times', captured);
  const modified = timesOf(series.map(({ modifiedAtMs }) => modifiedAtMs));
  return modified !== null && areApart(modified) ? misfit('modified', modified) : null;
}

/** The note for a report. */
export function describeOrder(series: readonly OrderFacts[], { by, order }: LikelyOrder): Report['notes'][number] {
  const folder = sharedFolder(series.map(({ name }) => name));
  const names = order.map((index) => series[index].name.slice(folder)).join(', ');
  return {
    // Copying gives files new times, so file times alone only lead to a warning.
    code: by === 'modified' ? 'perhaps-out-of-order' : 'out-of-order',
    text: `The files look out of order: by ${SOURCES[by]} they were captured as ${names}. They were analyzed in the order given.`,
  };
}

const SOURCES: Readonly<Record<LikelyOrder['by'], string>> = {
  ids: 'the numbering of their objects',
  times: 'their times of capture',
  modified: 'the times of the files',
};

function misfit(by: LikelyOrder['by'], keys: readonly number[]): LikelyOrder | null {
  if (keys.every((key, index) => index === 0 || key >= keys[index - 1])) return null;
  // The sort is stable: equal snapshots keep the given order.
  return { by, order: keys.map((_, index) => index).sort((a, b) => keys[a] - keys[b]) };
}

/** Length of the folder that all names begin with. */
function sharedFolder(names: readonly string[]): number {
  const folders = new Set(
    names.map((name) => name.slice(0, Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)),
  );
  return folders.size === 1 ? (folders.values().next().value?.length ?? 0) : 0;
}

function timesOf(times: readonly (number | null)[]): number[] | null {
  const known = times.flatMap((time) => (time === null ? [] : time));
  return known.length === times.length ? known : null;
}

function areApart(times: readonly number[]): boolean {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted.every((time, index) => index === 0 || time - sorted[index - 1] > MIN_MTIME_STEP_MS);
}
