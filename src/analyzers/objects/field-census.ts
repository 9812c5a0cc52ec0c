import { BitSet } from '../../graph/bit-set.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { ledgerRoleOfField, splitWords } from '../../profiles/vocabulary.js';
import { EDGE_TYPE_MASK } from '../../snapshot/columns.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import { meaningsIn } from './field-meanings.js';

/** What a name says, in bits; 0 is not asked yet. */
const ASKED = 1;
const NOTICED = 2;
const FLAG = 4;
const IDLE = 8;
const LEASED = 16;
const ALL = 32;
const PENDING = 64;
const BOOKS = IDLE | LEASED | ALL | PENDING;
const BOOK_BITS = { idle: IDLE, leased: LEASED, all: ALL, pending: PENDING, unknown: 0 } as const;

/** Words of books that a pool's vocabulary knows only in other forms. */
const LEASED_WORDS = new Set(['loan', 'loans', 'leases', 'rented', 'rentals', 'borrowers']);

export type BookRole = keyof typeof BOOK_BITS;

/** What a field's name says of a book. */
export function roleOfBook(field: string): BookRole {
  const role = ledgerRoleOfField(field);
  if (role === 'unknown' && splitWords(field).some((word) => LEASED_WORDS.has(word))) return 'leased';
  return role;
}

/**
 * Which objects have fields whose names say something, and which scopes have such variables: several questions are
 * about the few objects of a heap that do, and this goes over the fields of all of them once. O(nodes + edges).
 */
export class FieldCensus {
  /** Objects and scopes with a field or variable of a name that was asked for. */
  readonly noticed: BitSet;
  /** Objects with a field whose name tells a state, such as `closed`. */
  readonly flagged: BitSet;
  /** Objects and scopes with two different books, one of them of what is idle or lent: cheap to see, and rare. */
  readonly booked: BitSet;

  /** @param names indexes of names to be noticed, as those of fields by which profiles know a class */
  constructor(graph: HeapGraph, names: Iterable<number>) {
    const { nodeCount, nodeTypes, firstEdges, edgeHeads, edgeNames, strings } = graph;
    this.noticed = new BitSet(nodeCount);
    this.flagged = new BitSet(nodeCount);
    this.booked = new BitSet(nodeCount);
    const isWanted = new Set(names);
    const meanings = meaningsIn(graph);
    const said = new Uint8Array(strings.count);
    const ask = (name: number): number => {
      const field = strings.get(name);
      const bits =
        ASKED |
        (isWanted.has(name) ? NOTICED : 0) |
        (meanings.of(name) === 'none' ? 0 : FLAG) |
        BOOK_BITS[roleOfBook(field)];
      said[name] = bits;
      return bits;
    };
    for (let node = 0; node < nodeCount; node += 1) {
      if (nodeTypes[node] !== NodeType.object) continue;
      // Properties and variables keep the type that the file gave them.
      const wanted = graph.isContext(node) ? EdgeType.context : EdgeType.property;
      let bits = 0;
      for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge += 1) {
        if ((edgeHeads[edge] & EDGE_TYPE_MASK) !== wanted) continue;
        const name = edgeNames[edge];
        const known = said[name];
        bits |= known === 0 ? ask(name) : known;
      }
      // Nearly always nothing was seen.
      if (bits <= ASKED) continue;
      if ((bits & NOTICED) !== 0) this.noticed.add(node);
      if ((bits & FLAG) !== 0 && wanted === EdgeType.property) this.flagged.add(node);
      const books = bits & BOOKS;
      // One bit alone is one kind of book.
      if ((books & (IDLE | LEASED)) !== 0 && (books & (books - 1)) !== 0) this.booked.add(node);
    }
  }
}
