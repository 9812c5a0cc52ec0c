import { BitSet } from '../../graph/bit-set.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { ledgerRoleOfField, splitWords } from '../../profiles/vocabulary.js';
import { EDGE_TYPE_MASK } from '../../snapshot/columns.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import { meaningsIn } from './field-meanings.js';

/** Bits for the meaning of a name; 0 if it was not looked up yet. */
const ASKED = 1;
const NOTICED = 2;
const FLAG = 4;
const IDLE = 8;
const LEASED = 16;
const ALL = 32;
const PENDING = 64;
const BOOKS = IDLE | LEASED | ALL | PENDING;
const BOOK_BITS = { idle: IDLE, leased: LEASED, all: ALL, pending: PENDING, unknown: 0 } as const;

/** Names of books of leases besides those of the vocabulary. */
const LEASED_WORDS = new Set(['loan', 'loans', 'leases', 'rented', 'rentals', 'borrowers']);

export type BookRole = keyof typeof BOOK_BITS;

/** The role of a book, by the name of its field. */
export function roleOfBook(field: string): BookRole {
  const role = ledgerRoleOfField(field);
  if (role === 'unknown' && splitWords(field).some((word) => LEASED_WORDS.has(word))) return 'leased';
  return role;
}

/**
 * Finds the objects and scopes with fields or variables of certain names. Several analyses need only these few objects, so the
 * fields of all objects are read once for all of them. O(nodes + edges).
 */
export class FieldCensus {
  /** Objects and scopes with a field or variable of one of the given names. */
  readonly noticed: BitSet;
  /** Objects with a field whose name means a state, such as `closed`. */
  readonly flagged: BitSet;
  /** Objects and scopes with two different books, one of them of idle or leased resources. */
  readonly booked: BitSet;

  /** @param names indexes of the names to look for, such as fields by which profiles recognize a class */
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
      // Nearly all objects have no such field.
      if (bits <= ASKED) continue;
      if ((bits & NOTICED) !== 0) this.noticed.add(node);
      if ((bits & FLAG) !== 0 && wanted === EdgeType.property) this.flagged.add(node);
      const books = bits & BOOKS;
      // A single bit means a single kind of book.
      if ((books & (IDLE | LEASED)) !== 0 && (books & (books - 1)) !== 0) this.booked.add(node);
    }
  }
}
