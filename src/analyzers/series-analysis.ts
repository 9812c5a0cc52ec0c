import { gravestVerdict } from '../findings/ranking.js';
import type { Report } from '../findings/report-schema.js';
import type { HeapGraph } from '../graph/heap-graph.js';
import type { Profile } from '../profiles/profile-schema.js';
import { classifyGrowth, growthRate, isUnending, MIN_PER_ROUND } from './growth.js';
import { viewHeap } from './heap-view.js';
import { checkIdEpoch, type EpochCheck } from './id-epoch.js';
import { findLeaks } from './leak-search.js';
import { findPools, MOST_POOLS } from './pools.js';
import { type SnapshotSummary, summarizeSnapshot } from './snapshot-summary.js';

const MOST_GROWING_CLASSES = 30;

/** What an analysis says, before files and tool are named. */
export type SeriesResult = Pick<
  Report,
  'verdict' | 'headline' | 'pools' | 'findings' | 'growth' | 'notes' | 'limitsReached'
> & {
  readonly summaries: readonly SnapshotSummary[];
  readonly epoch: EpochCheck;
};

/**
 * A series of snapshots folded one graph at a time: `add` keeps a summary of each and lets its graph go,
 * `finish` looks at the last one in full. Snapshots must be added in the order of their capture.
 */
export class SeriesAnalysis {
  readonly #profiles: readonly Profile[];
  readonly #summaries: SnapshotSummary[] = [];

  constructor(profiles: readonly Profile[] = []) {
    this.#profiles = profiles;
  }

  /** An earlier snapshot of the series. */
  add(graph: HeapGraph): void {
    this.#summaries.push(summarizeSnapshot(graph));
  }

  /** The last snapshot of the series, or the only one. */
  finish(graph: HeapGraph): SeriesResult {
    const earlier = [...this.#summaries];
    const epoch = checkIdEpoch(earlier, graph);
    const last = summarizeSnapshot(graph);
    // Ids of another process mean nothing here: the last snapshot is then analysed for what it proves alone.
    const series = epoch.comparable ? [...earlier, last] : [last];
    const view = viewHeap(graph, this.#profiles);
    const { findings, limitsReached } = findLeaks(view, series);
    const { pools, found } = findPools(graph, view.tree, view.roles, view.deaths, this.#profiles, series);
    if (found > pools.length)
      limitsReached.push({
        limit: 'pools',
        value: MOST_POOLS,
        text: `${found} pools were found; the first ${MOST_POOLS} are shown.`,
      });
    const verdict = gravestVerdict(findings);
    return {
      summaries: [...earlier, last],
      epoch,
      verdict,
      headline: findings[0]?.headline ?? cleanHeadline(series.length),
      pools,
      findings,
      growth: growingClasses([...earlier, last]),
      notes: notesOn(epoch, series.length),
      limitsReached,
    };
  }
}

function growingClasses(summaries: readonly SnapshotSummary[]): Report['growth'] {
  if (summaries.length < 2) return [];
  const last = summaries[summaries.length - 1];
  const rows: Report['growth'] = [];
  for (const name of last.classCounts.keys()) {
    const counts = summaries.map((summary) => summary.classCounts.get(name) ?? 0);
    const pattern = classifyGrowth(counts);
    if (!isUnending(pattern) && !(pattern === 'too-short' && counts[1] - counts[0] >= MIN_PER_ROUND)) continue;
    rows.push({ class: name, counts, pattern, growth: growthRate(counts, [], 0) });
  }
  const rise = (row: Report['growth'][number]) => row.counts[row.counts.length - 1] - row.counts[0];
  return rows.sort((a, b) => rise(b) - rise(a) || (a.class < b.class ? -1 : 1)).slice(0, MOST_GROWING_CLASSES);
}

function notesOn(epoch: EpochCheck, snapshots: number): Report['notes'] {
  const notes: Report['notes'] = [];
  if (!epoch.comparable) {
    notes.push({
      code: 'other-epoch',
      text: 'The snapshots are not of one process, or an inspector session was closed between them: node ids do not match. Only the last snapshot was analysed; growth is shown by class name.',
    });
  } else if (snapshots === 1) {
    notes.push({
      code: 'single-snapshot',
      text: 'One snapshot shows what is dead and what keeps it. Three or more, taken after equal rounds of work, show what grows.',
    });
  } else if (snapshots < 4) {
    notes.push({
      code: 'short-series',
      text: `${snapshots} snapshots show ${snapshots - 1} ${snapshots === 2 ? 'round' : 'rounds'} of growth; four or more prove it.`,
    });
  }
  return notes;
}

function cleanHeadline(snapshots: number): string {
  return snapshots === 1 ? 'No dead connection is retained.' : 'Nothing keeps growing: no leak found.';
}
