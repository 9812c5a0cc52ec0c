import type { HeapGraph } from '../../graph/heap-graph.js';
import { isText } from '../../graph/values.js';
import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../../snapshot/columns.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import { IdNumbers } from './id-numbers.js';

/** Objects with more references are tables, of which each addition changes a field. */
const MOST_EDGES = 64;
/** Multipliers of MurmurHash3's finalizer (Appleby), which spreads every bit. */
const MIX_1 = 0x85ebca6b;
const MIX_2 = 0xc2b2ae35;
/** FNV-1a (Fowler, Noll, Vo). */
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** What stands for any string: V8 may put another node in the place of one without any line of the program. */
const ANY_TEXT = 1;
/** What stands for any object of the same class: links change when others come and go. */
const ANY_LINK = 2;

/**
 * Digests of the values in the fields of objects, to compare those of one object in two snapshots: numbers by their value, where the
 * snapshot has it, and other objects by their node id. A digest tells that something was written, and not what.
 */
export class FieldStates {
  readonly #graph: HeapGraph;
  readonly #proto: number;
  /** Hash + 1 of a text by the index of the string, 0 where it is not known yet. */
  readonly #hashes: Float64Array;

  constructor(graph: HeapGraph) {
    this.#graph = graph;
    this.#proto = graph.strings.indexOf('__proto__');
    this.#hashes = new Float64Array(graph.strings.count);
  }

  /** The digest of an object's own fields, whatever their order; 0 when none of them has a value that can be compared. O(edges). */
  of(node: number): number {
    const { firstEdges, edgeHeads, edgeNames } = this.#graph;
    const start = firstEdges[node];
    const end = firstEdges[node + 1];
    if (end - start > MOST_EDGES) return 0;
    let digest = 0;
    for (let edge = start; edge < end; edge += 1) {
      // The retention rules never recode properties, so their code is their type.
      if ((edgeHeads[edge] & EDGE_TYPE_MASK) !== EdgeType.property || edgeNames[edge] === this.#proto) continue;
      const value = this.#valueOf(edgeHeads[edge] >>> EDGE_TYPE_BITS, node);
      if (value !== 0) digest = (digest + mix(this.#hash(edgeNames[edge]), value)) >>> 0;
    }
    return digest;
  }

  /** A number for what a field has; 0 for what says nothing. */
  #valueOf(target: number, owner: number): number {
    const graph = this.#graph;
    switch (graph.nodeTypes[target]) {
      case NodeType.number: {
        const text = graph.follow(target, EdgeType.internal, 'value');
        return text === -1 ? 0 : this.#hash(graph.nodeNames[text]);
      }
      case NodeType.object:
        return graph.nodeNames[target] === graph.nodeNames[owner] ? ANY_LINK : graph.nodeIds[target];
      case NodeType.hidden:
      case NodeType.closure:
      case NodeType.native:
        return graph.nodeIds[target];
      default:
        return isText(graph, target) ? ANY_TEXT : 0;
    }
  }

  #hash(name: number): number {
    const known = this.#hashes[name];
    if (known !== 0) return known - 1;
    const text = this.#graph.strings.get(name);
    let hash = FNV_OFFSET;
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
    this.#hashes[name] = (hash >>> 0) + 1;
    return hash >>> 0;
  }
}

/** The digests of all objects that have one, by node id. O(objects and their edges), 12 bytes each. */
export function collectFieldStates(graph: HeapGraph): IdNumbers {
  const { nodeCount, nodeIds, nodeTypes } = graph;
  const reader = new FieldStates(graph);
  const states = new IdNumbers();
  for (let node = 0; node < nodeCount; node += 1) {
    if (nodeTypes[node] !== NodeType.object) continue;
    const digest = reader.of(node);
    if (digest !== 0) states.add(nodeIds[node], digest);
  }
  return states;
}

function mix(name: number, value: number): number {
  let hash = Math.imul(name ^ value, MIX_1);
  hash = Math.imul(hash ^ (hash >>> 13), MIX_2);
  return (hash ^ (hash >>> 16)) >>> 0;
}
