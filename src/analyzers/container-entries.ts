import type { HeapGraph } from '../graph/heap-graph.js';
import { EDGE_TYPE_MASK } from '../snapshot/columns.js';
import { EdgeType, NodeType } from '../snapshot/kinds.js';

/** What an object holds as a collection. */
export interface ContainerMeasure {
  /** Entries of which anything is on the heap: a key, a value, an element. Integers are not. */
  readonly entries: number;
  /** Shallow bytes of the stores: shows room for entries that nothing on the heap stands for. */
  readonly bytes: number;
}

const NOT_A_SLOT = -1;
/** Shallow bytes of a property store from which a plain object is more than a record. */
const MIN_RECORD_STORE_BYTES = 256;

/**
 * Measures arrays, Maps, Sets and dictionaries by their stores, whatever the class is called:
 *
 * ```
 *   Array ──[0]──▶ x          elements are listed by their owner,
 *     └─elements─▶ store      also of a sparse array, whose store is a dictionary of numbers
 *   Map ──table──▶ [ header … key value chain  key value chain … ]
 *   Set ──table──▶ [ header … key chain  key chain … ]
 *   Object ──properties──▶ [ header … key value details  key value details … ]
 * ```
 * The last slot of each entry of a table or dictionary is an integer, which has no edge: so the visible slots of
 * one entry stand together, and runs of slots are entries.
 */
export class ContainerEntries {
  readonly #graph: HeapGraph;
  readonly #table: number;
  readonly #elements: number;
  readonly #properties: number;
  readonly #proto: number;
  readonly #object: number;
  /** Slot number by index of an edge's name: the same few names serve all tables. */
  readonly #slots = new Map<number, number>();

  constructor(graph: HeapGraph) {
    this.#graph = graph;
    this.#table = graph.strings.indexOf('table');
    this.#elements = graph.strings.indexOf('elements');
    this.#properties = graph.strings.indexOf('properties');
    this.#proto = graph.strings.indexOf('__proto__');
    this.#object = graph.strings.indexOf('Object');
  }

  /** Null for anything that is no collection, and for weak ones: they keep nothing. O(edges of node and stores). */
  measure(node: number): ContainerMeasure | null {
    const graph = this.#graph;
    const { firstEdges, edgeHeads, edgeNames, nodeTypes, nodeNames, shallowSizes } = graph;
    let elements = 0;
    let keyed = 0;
    let bytes = 0;
    let isContainer = false;
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge += 1) {
      // None of the edges that are looked for is ever recoded by the retention rules: code and type are the same.
      const type = edgeHeads[edge] & EDGE_TYPE_MASK;
      if (type === EdgeType.element) elements += 1;
      if (type !== EdgeType.internal) continue;
      const name = edgeNames[edge];
      if (name !== this.#table && name !== this.#elements && name !== this.#properties) continue;
      const store = graph.target(edge);
      // Properties of a fast object lie in a `PropertyArray`: a record, or the copy of a dictionary (`{...all}`).
      const isFast = nodeTypes[store] !== NodeType.array;
      if (isFast && (nodeNames[node] !== this.#object || shallowSizes[store] < MIN_RECORD_STORE_BYTES)) continue;
      isContainer = true;
      bytes += shallowSizes[store];
      if (isFast) keyed += this.#countNamed(node);
      if (isFast || name === this.#elements) continue;
      const runs = this.#countRuns(store);
      if (runs === -1) return null;
      keyed += runs;
    }
    return isContainer ? { entries: elements + keyed, bytes } : null;
  }

  #countNamed(node: number): number {
    const graph = this.#graph;
    let named = 0;
    for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1)
      if (graph.edgeType(edge) === EdgeType.property && graph.edgeNames[edge] !== this.#proto) named += 1;
    return named;
  }

  /** Runs of adjacent slots, or -1 for a weak table. */
  #countRuns(store: number): number {
    const graph = this.#graph;
    let runs = 0;
    let previous = NOT_A_SLOT - 1;
    for (let edge = graph.firstEdges[store]; edge < graph.firstEdges[store + 1]; edge += 1) {
      const type = graph.edgeType(edge);
      if (type === EdgeType.weak) return -1;
      if (type !== EdgeType.internal) continue;
      const slot = this.#slotOf(graph.edgeNames[edge]);
      if (slot === NOT_A_SLOT) continue;
      if (slot !== previous + 1) runs += 1;
      previous = slot;
    }
    return runs;
  }

  #slotOf(name: number): number {
    let slot = this.#slots.get(name);
    if (slot === undefined) {
      const text = this.#graph.strings.get(name);
      slot = /^\d+$/.test(text) ? Number(text) : NOT_A_SLOT;
      this.#slots.set(name, slot);
    }
    return slot;
  }
}
