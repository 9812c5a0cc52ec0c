import type { HeapGraph } from '../graph/heap-graph.js';
import type { SnapshotSummary } from './snapshot-summary.js';

/** Share of re-found ids that may mean another object before ids are no longer trusted. */
const MAX_MISMATCH_SHARE = 0.02;
/** Fewer re-found ids than this share of the probes, and the snapshots are of different processes or epochs. */
const MIN_FOUND_SHARE = 0.05;

export interface EpochCheck {
  /** Whether a node id means the same object in all snapshots of the series. */
  readonly comparable: boolean;
  /** Index of the earliest snapshot from which on all are of the last one's epoch; 0 when {@link comparable}. */
  readonly since: number;
  readonly checked: number;
  readonly mismatches: number;
}

/**
 * Whether node ids of earlier snapshots and of `graph` are of one epoch. An id is never given twice within
 * an epoch, so ids that are found again must keep their type and name; across epochs they do not.
 */
export function checkIdEpoch(earlier: readonly SnapshotSummary[], graph: HeapGraph): EpochCheck {
  let checked = 0;
  let mismatches = 0;
  let since = 0;
  for (const [index, summary] of earlier.entries()) {
    let found = 0;
    let wrong = 0;
    for (const [id, identity] of summary.probes) {
      const node = graph.ordinalOf(id);
      if (node === -1) continue;
      found += 1;
      if (`${graph.nodeTypes[node]} ${graph.nodeName(node)}` !== identity) wrong += 1;
    }
    checked += found;
    mismatches += wrong;
    if (wrong > found * MAX_MISMATCH_SHARE || found < summary.probes.size * MIN_FOUND_SHARE) since = index + 1;
  }
  return { comparable: since === 0, since, checked, mismatches };
}
