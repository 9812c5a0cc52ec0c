import { containerKind } from '../../../graph/containers.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';

const SLOT_BYTES = 8;
/** Map and length. */
const HEADER_SLOTS = 2;
/**
 * V8 makes room for half as many entries again and 16 when an array is full, and gives room back when more than half of
 * it is empty: an array that grew, and that was emptied since, has at most so many slots an entry, and some more.
 */
const SLOTS_PER_ENTRY = 2;
const MORE_SLOTS = 32;

/**
 * Slots of an array that was made of so many on purpose, as a ring is: its store is as large as in the first snapshot, and
 * larger than adding entries would have made it. Null for any other collection. Nobody can make a Map, a Set or a
 * dictionary large beforehand; V8 leaves them room for four times as many entries as they have.
 *
 * @param entries in the first snapshot
 * @param bytes shallow bytes of the store in each snapshot
 */
export function findArrayRoom(
  graph: HeapGraph,
  container: number,
  entries: number,
  bytes: readonly (number | undefined)[],
): number | null {
  const [first] = bytes;
  if (first === undefined || bytes.some((each) => each !== first)) return null;
  if (containerKind(graph, container) !== 'array') return null;
  const slots = Math.floor(first / SLOT_BYTES) - HEADER_SLOTS;
  return slots < entries * SLOTS_PER_ENTRY + MORE_SLOTS ? null : slots;
}
