import { containerKind } from '../../../graph/collection-entries.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';

const SLOT_BYTES = 8;
/** Header of V8's backing store: its map and its length. */
const HEADER_SLOTS = 2;
/**
 * When an array is full, V8 makes its store half as large again plus 16 slots, and it shrinks a store of which more than half
 * is empty. So an array that grew by itself has at most this many slots per entry, and a few more.
 */
const SLOTS_PER_ENTRY = 2;
const MORE_SLOTS = 32;

/**
 * The number of slots of an array that was allocated with that length, as a ring buffer is: its store is as large as in the
 * first snapshot, and larger than adding entries would have made it. Null for any other collection: a Map, a Set or a
 * dictionary cannot be allocated large, and V8 leaves them room for up to four times as many entries as they have.
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
