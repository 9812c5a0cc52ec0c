import { EdgeType } from '../snapshot/kinds.js';
import type { HeapGraph } from './heap-graph.js';

/** Bytes of a table before its first slot, and of a slot. */
const TABLE_HEADER = 16;
const WORD = 8;
/** Numbers of elements, of deleted ones, and of buckets come first. */
const COUNTS = 3;
/** Entries that a table has room for, for each bucket. */
const ENTRIES_PER_BUCKET = 2;
const HOLE = 'system / Hole';
/** Complete entries from which a table is taken to have no others. */
const ENOUGH_COMPLETE = 3;

/** Which entry of a Map or Set a reference of its table is. */
export interface TableEntry {
  /** In the order in which an iterator meets the entries. */
  readonly position: number;
  readonly side: 'key' | 'value';
}

/**
 * The entry of which a reference from a table is the key or the value, or null where that cannot be told. A table of a Map has three
 * slots an entry, key, value and a number that chains it, one of a Set two; the entries come after three counts and one
 * number a bucket, and how many buckets there are, the size of the table tells (V8's OrderedHashTable). Observed on
 * Node 18 to 26. O(entries).
 */
export function tableEntry(graph: HeapGraph, kind: 'map' | 'set', edge: number): TableEntry | null {
  const slotsPerEntry = kind === 'map' ? 3 : 2;
  const table = graph.source(edge);
  const length = (graph.shallowSizes[table] - TABLE_HEADER) / WORD;
  const buckets = (length - COUNTS) / (1 + ENTRIES_PER_BUCKET * slotsPerEntry);
  if (!Number.isInteger(buckets) || buckets < 1) return null;
  const first = COUNTS + buckets;
  const wanted = Number(graph.edgeName(edge)) - first;
  if (Number.isNaN(wanted) || wanted < 0 || wanted % slotsPerEntry > slotsPerEntry - 2) return null;

  const slotsOf = new Map<number, number>();
  const deleted = new Set<number>();
  for (let other = graph.firstEdges[table]; other < graph.firstEdges[table + 1]; other += 1) {
    const slot = Number(graph.edgeName(other)) - first;
    if (graph.edgeType(other) !== EdgeType.internal || Number.isNaN(slot) || slot < 0) continue;
    const entry = Math.floor(slot / slotsPerEntry);
    if (graph.nodeName(graph.target(other)) === HOLE) deleted.add(entry);
    else slotsOf.set(entry, (slotsOf.get(entry) ?? 0) + 1);
  }
  const entry = Math.floor(wanted / slotsPerEntry);
  const before = [...slotsOf.keys()].filter((other) => other < entry).length;
  const gaps = entry - before - [...deleted].filter((other) => other < entry).length;
  const added = gaps === 0 ? 0 : membersWithoutEdge(gaps, deleted.size > 0, [...slotsOf.values()], slotsPerEntry - 1);
  if (added === null) return null;
  return { position: before + added, side: wanted % slotsPerEntry === 0 ? 'key' : 'value' };
}

/**
 * How many of the entries that have no edge are there all the same, numbers that they are. Node 22 and 24 show the holes of
 * deleted entries: beside one, all of them. Else a deleted entry has no edge either: none, if all others are complete, for
 * then a single one of numbers alone is unlikely; and if not, it cannot be told.
 */
function membersWithoutEdge(
  gaps: number,
  showsHoles: boolean,
  slots: readonly number[],
  complete: number,
): number | null {
  if (showsHoles) return gaps;
  return slots.length >= ENOUGH_COMPLETE && slots.every((count) => count === complete) ? 0 : null;
}
