import { EdgeType } from '../snapshot/kinds.js';
import type { HeapGraph } from './heap-graph.js';

/** Bytes of a table before its first slot, and of a slot. */
const TABLE_HEADER = 16;
const WORD = 8;
/** Numbers of elements, of deleted ones, and of buckets come first. */
const COUNTS = 3;
/** Capacity of a table in entries per bucket. */
const ENTRIES_PER_BUCKET = 2;
const HOLE = 'system / Hole';
/** Number of complete entries from which a table is taken to contain complete entries only. */
const ENOUGH_COMPLETE = 3;

/** The entry of a Map or Set to which an edge of its table belongs. */
export interface TableEntry {
  /** Position in iteration order. */
  readonly position: number;
  readonly side: 'key' | 'value';
}

/**
 * Finds the entry whose key or value an edge of a table is, or returns null when it cannot be determined. The table of
 * a Map has three slots per entry: key, value and a chain number; that of a Set has two. Entries follow three counts
 * and one number per bucket. The size of the table gives the number of buckets (V8's OrderedHashTable). Observed on
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
 * How many of the entries without an edge exist, because they hold only numbers, rather than being deleted. Node 22 and
 * 24 show holes for deleted entries: if there is one, all entries without an edge exist. Otherwise a deleted entry has
 * no edge either. If all other entries are complete, the answer is 0, as an entry of numbers only is then unlikely; if
 * not, it is unknown.
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
