import type { HeapGraph } from '../../graph/heap-graph.js';
import { readNode } from '../../graph/values.js';
import { speaksOfExpiry } from '../../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import { FIRST_EPOCH_MS, LAST_EPOCH_MS } from './epoch-times.js';

const MS_PER_SECOND = 1000;
/** Latest time until an entry may expire: 1 year. */
const LONGEST_WAIT_MS = 366 * 24 * 3600 * MS_PER_SECOND;

/** What a field of an entry says about when it expires. */
export interface Expiry {
  /** `Class.field`. */
  readonly field: string;
  /** That time, in milliseconds of the epoch; null if its value was not captured or is none. */
  readonly atMs: number | null;
  /** Milliseconds from that time to the snapshot, negative if it was still to come; null if unknown. */
  readonly overMs: number | null;
}

/**
 * A field of an entry that says when it expires: by its name, or by a Unix time in it that was still to come when the snapshot
 * was taken. Numbers must have been captured.
 *
 * @param nowMs when the snapshot was taken, or null, in which case only names count
 */
export function findExpiry(graph: HeapGraph, entry: number, nowMs: number | null): Expiry | null {
  let found: Expiry | null = null;
  for (let edge = graph.firstEdges[entry]; edge < graph.firstEdges[entry + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property) continue;
    const value = graph.target(edge);
    const isDate = graph.nodeType(value) === NodeType.object && graph.nodeName(value) === 'Date';
    if (graph.nodeType(value) !== NodeType.number && !isDate) continue;
    const isNamed = speaksOfExpiry(graph.edgeName(edge));
    const field = `${graph.nodeName(entry)}.${graph.edgeName(edge)}`;
    const time = isDate ? null : readNode(graph, value);
    const number = time?.kind === 'number' ? time.value : null;
    const atMs = number === null ? null : unixTimeMs(number, isNamed);
    const overMs = atMs === null || nowMs === null ? null : nowMs - atMs;
    if (isNamed) return { field, atMs, overMs };
    if (overMs !== null && overMs < 0 && overMs > -LONGEST_WAIT_MS) found ??= { field, atMs, overMs };
  }
  return found;
}

/** A Unix time in milliseconds. Seconds are accepted only where the name means a time, as too many other numbers look like them. */
function unixTimeMs(time: number, isNamed: boolean): number | null {
  if (time >= FIRST_EPOCH_MS && time <= LAST_EPOCH_MS) return time;
  const ms = time * MS_PER_SECOND;
  return isNamed && ms >= FIRST_EPOCH_MS && ms <= LAST_EPOCH_MS ? ms : null;
}
