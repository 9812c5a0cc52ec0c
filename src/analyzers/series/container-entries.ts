import { edgeTypeOfCode } from '../../graph/edge-codes.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../../snapshot/columns.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';

const NOT_A_SLOT = -1;
/** Marks a slot number that is not computed yet. */
const UNREAD = -2;
/** Shallow bytes of a property store from which a plain object counts as a dictionary. */
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
  /** Slot number by index of an edge's name, {@link NOT_A_SLOT} or {@link UNREAD}. */
  readonly #slots: Int32Array;
  /** Entries of the last measured object that have a node on the heap as key, value or element. Integers have none. */
  entries = 0;
  /** Shallow bytes of the stores of the last measured object. They include entries without a node on the heap. */
  bytes = 0;

  constructor(graph: HeapGraph) {
    this.#graph = graph;
    this.#table = graph.strings.indexOf('table');
    this.#elements = graph.strings.indexOf('elements');
    this.#properties = graph.strings.indexOf('properties');
    this.#proto = graph.strings.indexOf('__proto__');
    this.#object = graph.strings.indexOf('Object');
    this.#slots = new Int32Array(graph.strings.count).fill(UNREAD);
  }

  /**
   * Measures one object, into {@link entries} and {@link bytes}. O(edges of node and stores).
   * @returns false for anything that is not a collection, and for weak collections, which retain nothing
   */
  measure(node: number): boolean {
    const { firstEdges, edgeHeads, edgeNames, nodeTypes, nodeNames, shallowSizes } = this.#graph;
    const table = this.#table;
    const elementStore = this.#elements;
    const propertyStore = this.#properties;
    let elements = 0;
    let keyed = 0;
    let bytes = 0;
    let isContainer = false;
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge += 1) {
      // The retention rules never recode these edges, so their code is their type.
      const type = edgeHeads[edge] & EDGE_TYPE_MASK;
      if (type === EdgeType.element) elements += 1;
      if (type !== EdgeType.internal) continue;
      const name = edgeNames[edge];
      if (name !== table && name !== elementStore && name !== propertyStore) continue;
      const store = edgeHeads[edge] >>> EDGE_TYPE_BITS;
      // Properties of a fast object lie in a `PropertyArray`: a record, or the copy of a dictionary (`{...all}`).
      const isFast = nodeTypes[store] !== NodeType.array;
      if (isFast && (nodeNames[node] !== this.#object || shallowSizes[store] < MIN_RECORD_STORE_BYTES)) continue;
      isContainer = true;
      bytes += shallowSizes[store];
      if (isFast) keyed += this.#countNamed(node);
      if (isFast || name === elementStore) continue;
      const runs = this.#countRuns(store);
      if (runs === -1) return false;
      keyed += runs;
    }
    this.entries = elements + keyed;
    this.bytes = bytes;
    return isContainer;
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
    const { firstEdges, edgeHeads, edgeNames } = this.#graph;
    const slots = this.#slots;
    let runs = 0;
    let previous = NOT_A_SLOT - 1;
    for (let edge = firstEdges[store], end = firstEdges[store + 1]; edge < end; edge += 1) {
      // Some edges of a table may have been recoded: their type is asked for.
      const type = edgeTypeOfCode(edgeHeads[edge] & EDGE_TYPE_MASK);
      if (type === EdgeType.weak) return -1;
      if (type !== EdgeType.internal) continue;
      const name = edgeNames[edge];
      const slot = slots[name] === UNREAD ? this.#readSlot(name) : slots[name];
      if (slot === NOT_A_SLOT) continue;
      if (slot !== previous + 1) runs += 1;
      previous = slot;
    }
    return runs;
  }

  #readSlot(name: number): number {
    const text = this.#graph.strings.get(name);
    const slot = /^\d{1,9}$/.test(text) ? Number(text) : NOT_A_SLOT;
    this.#slots[name] = slot;
    return slot;
  }
}
