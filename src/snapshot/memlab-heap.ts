import type { ParsedSnapshot } from './parsed-snapshot.js';

/** A snapshot as memlab holds it: its `RawHeapSnapshot`. */
export type MemlabHeap = Omit<ParsedSnapshot, 'snapshot'> & {
  readonly snapshot: { readonly meta: { readonly edge_fields: readonly string[] } };
};

/** Without what memlab adds: it appends an edge field of its own to the list of fields, and not to the edges. */
export function parsedOfMemlab(heap: MemlabHeap): ParsedSnapshot {
  const { meta, ...counts } = heap.snapshot;
  const edgeFields = meta.edge_fields.filter((field) => field !== 'invisible');
  return { ...heap, snapshot: { ...counts, meta: { ...meta, edge_fields: edgeFields } } };
}
