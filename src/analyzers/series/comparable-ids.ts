import type { HeapGraph } from '../../graph/heap-graph.js';
import { isProbed, type SnapshotSummary } from './snapshot-summary.js';

/** Maximum share of found ids that may refer to another object for ids to be trusted. */
const MAX_MISMATCH_SHARE = 0.02;
/** Least share of the probes that must be found; fewer mean different processes or epochs. */
const MIN_FOUND_SHARE = 0.05;

export interface EpochCheck {
  /** Whether a node id means the same object in all snapshots of the series. */
  readonly comparable: boolean;
  /** Index of the first snapshot since which all are of the last one's epoch; 0 when {@link comparable}. */
  readonly since: number;
  readonly checked: number;
  readonly mismatches: number;
}

/**
 * Whether node ids of earlier snapshots and of `graph` are of one epoch. An id is never given twice within
 * an epoch, so ids that are found again must keep their type and name; across epochs they do not.
 */
export function checkIdEpoch(earlier: readonly SnapshotSummary[], graph: HeapGraph): EpochCheck {
  const checks = earlier.map(({ probes }) => checkProbes(probes, graph));
  let since = 0;
  for (const [index, { found, wrong }] of checks.entries())
    if (wrong > found * MAX_MISMATCH_SHARE || found < earlier[index].probes.size * MIN_FOUND_SHARE) since = index + 1;
  return {
    comparable: since === 0,
    since,
    checked: sum(checks.map(({ found }) => found)),
    mismatches: sum(checks.map(({ wrong }) => wrong)),
  };
}

/** How many of the recorded objects are found again, and how many of these are different objects. */
function checkProbes(probes: SnapshotSummary['probes'], graph: HeapGraph): { found: number; wrong: number } {
  const { nodeIds, nodeTypes, nodeCount } = graph;
  let found = 0;
  let wrong = 0;
  for (let node = 0; node < nodeCount; node += 1) {
    const id = nodeIds[node];
    if (!isProbed(id)) continue;
    const identity = probes.get(id);
    if (identity === undefined) continue;
    found += 1;
    if (`${nodeTypes[node]} ${graph.nodeName(node)}` !== identity) wrong += 1;
  }
  return { found, wrong };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
