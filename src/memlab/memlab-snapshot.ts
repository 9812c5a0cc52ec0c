import { readParsedSnapshot, type SnapshotColumns } from '../index.js';
import { type MemlabHeap, parsedOfMemlab } from '../snapshot/memlab-heap.js';

/** The part of memlab's `IHeapSnapshot` that is read. */
export interface MemlabSnapshot {
  readonly snapshot: MemlabHeap;
}

/**
 * Columns of a snapshot that memlab has loaded, for `SnapshotSeries` or `HeapGraph`. They are a copy: memlab's snapshot is not kept,
 * and not changed.
 *
 * @param name for messages
 *
 * @example
 * ```ts
 * const heap = await utils.getSnapshotFromFile('last.heapsnapshot', {});
 * const { report } = new SnapshotSeries().finish(readMemlabSnapshot(heap), 'last.heapsnapshot');
 * ```
 *
 * @throws ToolError when it is no heap snapshot
 */
export function readMemlabSnapshot(snapshot: MemlabSnapshot, name = 'memlab snapshot'): SnapshotColumns {
  return readParsedSnapshot(parsedOfMemlab(snapshot.snapshot), name);
}
