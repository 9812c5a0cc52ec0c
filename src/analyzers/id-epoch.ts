import type { HeapGraph } from '../graph/heap-graph.js';
import { isProbed, type SnapshotSummary } from './snapshot-summary.js';

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
  const found = earlier.map(() => 0);
  const wrong = earlier.map(() => 0);
  if (earlier.length > 0) {
    for (let node = 0; node < graph.nodeCount; node += 1) {
      const id = graph.nodeIds[node];
      if (!isProbed(id)) continue;
      earlier.forEach(({ probes }, index) => {
        const identity = probes.get(id);
        if (identity === undefined) return;
        found[index] += 1;
        if (`${graph.nodeTypes[node]} ${graph.nodeName(node)}` !== identity) wrong[index] += 1;
      });
    }
  }
  let since = 0;
  for (const [index, { probes }] of earlier.entries())
    if (wrong[index] > found[index] * MAX_MISMATCH_SHARE || found[index] < probes.size * MIN_FOUND_SHARE)
      since = index + 1;
  return { comparable: since === 0, since, checked: sum(found), mismatches: sum(wrong) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
