import { findKeyedByLiving, type KeyedByLiving } from '../../../../src/analyzers/evidence/finders/living-keys.js';
import { type HeapArray, HeapBuilder, type HeapMap, type HeapNode, type Value } from '../../../support/heap-dsl.js';
import { see, upTo } from './finders-support.js';

/** What a test changes in a hall. */
export interface HallOptions {
  /** Entries of the Map; 6 when not given. */
  readonly entries?: number;
  /** The snapshot that first showed an entry: 1, 2, 3, 1, 2, 3 … when not given. */
  readonly roundOf?: (index: number) => number;
  /** The snapshot that first showed its client; that of the entry when not given. */
  readonly clientRoundOf?: (index: number) => number;
  /** The key of an entry in the Map: `key 0`, `key 1` … when not given. */
  readonly keyOf?: (index: number) => Value;
  /** What an entry is; an object when not given. */
  readonly makeEntry?: (hall: Hall) => HeapNode;
  /** What an entry has. */
  readonly describe?: (held: HeapNode, index: number, hall: Hall) => unknown;
  /** What a client is; an object when not given. */
  readonly makeClient?: (hall: Hall) => HeapNode;
  /** What a client has; its key in `id` when not given. */
  readonly describeClient?: (client: HeapNode, index: number, hall: Hall) => unknown;
  /** How a client has its socket; in a field when not given. */
  readonly connect?: (client: HeapNode, socket: HeapNode, index: number, hall: Hall) => unknown;
  /** What the entries lie in; the Map when not given. */
  readonly container?: (hall: Hall) => HeapNode;
}

/**
 * ```
 *   globalThis ─held──▶ Map ──key──▶ "key 0" ◀──id── Client ──socket──▶ Socket ──_handle──▶ TCP
 *        │               └──value──▶ Held
 *        └─────clients──▶ [ Client … ]
 * ```
 */
export class Hall {
  readonly heap = new HeapBuilder();
  readonly map: HeapMap = this.heap.map();
  readonly clients: HeapArray = this.heap.array();
  readonly held: HeapNode[] = [];
  readonly born: [HeapNode, number][] = [];

  /** A node that came in the round of an entry, or in another one. */
  bornIn(round: number, node: HeapNode): HeapNode {
    this.born.push([node, round]);
    return node;
  }

  /** A socket with an open handle. */
  socket(round: number): HeapNode {
    const socket = this.bornIn(round, this.heap.object('Socket'));
    return socket.property('_handle', this.heap.handle('TCP', socket));
  }
}

export const keyOf = (index: number) => `key ${index}`;

/** What names the entries of a hall, as far as it is open connections. */
export async function livingKeys(options: HallOptions = {}): Promise<KeyedByLiving | null> {
  const hall = new Hall();
  const { heap, map, clients, held, born } = hall;
  const roundOf = options.roundOf ?? ((index) => 1 + (index % 3));
  heap.global.property('held', map).property('clients', clients);
  for (const index of upTo(options.entries ?? 6)) {
    const entry = hall.bornIn(roundOf(index), options.makeEntry?.(hall) ?? heap.object('Held'));
    held.push(entry);
    map.entries.set((options.keyOf ?? keyOf)(index), entry);
    options.describe?.(entry, index, hall);
    const clientRound = (options.clientRoundOf ?? roundOf)(index);
    const client = hall.bornIn(clientRound, options.makeClient?.(hall) ?? heap.object('Client'));
    (options.describeClient ?? ((node) => node.property('id', keyOf(index))))(client, index, hall);
    const connect = options.connect ?? ((node, socket) => node.property('socket', socket));
    connect(client, hall.socket(clientRound), index, hall);
    clients.push(client);
  }
  const container = options.container?.(hall) ?? map;
  const { view, at, births } = await see(heap);
  return findKeyedByLiving(view, at(container), held.map(at), births(born));
}
