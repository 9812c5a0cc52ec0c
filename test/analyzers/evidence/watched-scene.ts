import type { PlaceCase } from '../../../src/analyzers/cases/place-case.js';
import type { WatchedLine, WatchedPlace } from '../../../src/findings/watch-schema.js';
import {
  type ClusterDifference,
  clusterCase,
  PLAIN,
  type PlaceDifference,
  placeCase,
  ROWS,
} from '../support/case-support.js';

const { context: BASE } = clusterCase();
/** Node id of the collection that the cases are about. */
const ROWS_ID = BASE.view.graph.nodeIds[ROWS];

/** The collection had so many entries in the snapshots, taken in 30 s: 20 a round. */
const SIZES = [20, 40, 60, 80];
const SPAN_MS = 30_000;

/** What was seen of it: entries by second, under load unless said otherwise. */
export interface Seen extends Partial<Omit<WatchedPlace, 'entries' | 'lines'>> {
  readonly entries: readonly number[];
  /** From this look on without load. */
  readonly quietFrom?: number;
  readonly lines?: readonly Partial<WatchedLine>[];
  /** Between two looks; ten seconds where not given. */
  readonly stepMs?: number;
  /** Entries in the snapshots, where these are others. */
  readonly sizes?: readonly number[];
  readonly spanMs?: number | null;
}

function contextOf({
  entries,
  quietFrom = entries.length,
  lines = [],
  stepMs = 10_000,
  sizes = SIZES,
  spanMs = SPAN_MS,
  ...own
}: Seen): unknown {
  const place: WatchedPlace = {
    label: 'Store.rows[]',
    nodeId: ROWS_ID,
    sampled: 32,
    gone: 0,
    inPlace: true,
    failure: null,
    ...own,
    entries: entries.map((count, index) => ({ ms: index * stepMs, entries: count, quiet: index >= quietFrom })),
    lines: lines.map((line) => ({
      what: 'adds',
      file: '/app/hub.js',
      line: 5,
      column: 1,
      function: 'put',
      runs: 0,
      reached: null,
      ...line,
    })),
  };
  return {
    ...BASE,
    population: { birth: new Uint8Array(BASE.view.graph.nodeCount).fill(1), groupOf: () => 0 },
    series: sizes.map((size) => ({
      containerEntries: new Map([[ROWS_ID, size]]),
      containerBytes: new Map(),
      ids: new Set(),
    })),
    times: { spanMs, nowMs: () => null },
    watched: new Map([[ROWS_ID, place]]),
  };
}

/** 60 rows that came in three rounds, in the collection that was watched. */
export function watchedCluster(seen: Seen, own: ClusterDifference = {}) {
  return clusterCase({ context: contextOf(seen), containers: [{ container: ROWS, targets: PLAIN }], ...own });
}

/** 60 strings that came in three rounds. */
export function watchedPlace(seen: Seen, own: PlaceDifference = {}): PlaceCase {
  return placeCase({ context: contextOf(seen), ...own });
}
