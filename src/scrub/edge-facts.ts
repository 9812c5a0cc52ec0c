import { FormatError } from '../snapshot/format-error.js';
import { EdgeType, NodeType } from '../snapshot/kinds.js';
import { RowError, type RowSink, rejectWide, type WideNumbers } from '../snapshot/row-sink.js';
import type { SnapshotLayout } from '../snapshot/snapshot-layout.js';
import { checkedName, DESCRIBES_SCOPE, GLOBAL, isContentType, type NodeFacts, PLAIN, TYPE_MASK } from './node-facts.js';
import { Special, type StringFacts } from './string-facts.js';
import { Mark, Use } from './uses.js';

/** Collects the uses of strings by edges, and marks the nodes of strings. A byte a node. */
export class EdgeFacts implements RowSink {
  readonly section = 'edges';
  readonly stride: number;
  /** By ordinal of a node. */
  readonly marks: Uint8Array;
  readonly #layout: SnapshotLayout;
  readonly #strings: StringFacts;
  readonly #nodes: NodeFacts;
  readonly #uses: Uint16Array;
  /** Names of properties of the node whose edges are read: whether it is a dictionary is known at their end. */
  readonly #pending: number[] = [];
  #isDictionary = false;
  #owner = -1;
  #left = 0;
  #rows = 0;

  /** @param uses by index of a string */
  constructor(layout: SnapshotLayout, strings: StringFacts, nodes: NodeFacts, uses: Uint16Array) {
    this.#layout = layout;
    this.#strings = strings;
    this.#nodes = nodes;
    this.#uses = uses;
    this.stride = layout.edges.stride;
    this.marks = new Uint8Array(layout.nodeCount);
  }

  accept(values: Uint32Array, length: number, wide: WideNumbers): void {
    const { edges, edgeCount, nodeCount, nodes } = this.#layout;
    const { stride, types, type: typeAt, nameOrIndex, toNode } = edges;
    const excess = this.#rows + length / stride - edgeCount;
    if (excess > 0)
      throw new RowError(length - excess * stride, `expected ${edgeCount} edges ("edge_count"), found more`);
    if (wide.size > 0) rejectWide(wide, stride, (field) => ![typeAt, nameOrIndex, toNode].includes(field));
    for (let at = 0; at < length; at += stride) {
      const code = values[at + typeAt];
      if (code >= types.length)
        throw new RowError(at + typeAt, `expected an edge type below ${types.length}, found ${code}`);
      const target = values[at + toNode] / nodes.stride;
      if (!Number.isInteger(target) || target >= nodeCount) {
        throw new RowError(at + toNode, `expected "to_node" to be one of ${nodeCount} nodes of ${nodes.stride} fields`);
      }
      this.#nextOwner();
      this.#take(types[code], values, at + nameOrIndex, target);
    }
    this.#rows += length / stride;
  }

  finish(): void {
    const { edgeCount } = this.#layout;
    this.#endOwner();
    if (this.#rows !== edgeCount)
      throw new FormatError('malformed', `expected ${edgeCount} edges ("edge_count"), found ${this.#rows}`);
  }

  progress(): string {
    return `${this.#rows} of ${this.#layout.edgeCount} edges`;
  }

  #nextOwner(): void {
    while (this.#left === 0) {
      this.#endOwner();
      this.#owner += 1;
      this.#left = this.#nodes.edgeCount(this.#owner);
    }
    this.#left -= 1;
  }

  #take(type: number, values: Uint32Array, at: number, target: number): void {
    const { facts } = this.#nodes;
    const owner = facts[this.#owner];
    const targetType = facts[target] & TYPE_MASK;
    if (type === EdgeType.element || type === EdgeType.hidden) {
      if (isContentType(targetType)) this.#markText(owner, Special.none, target);
      return;
    }
    // The name of an edge of an unknown type may be a number.
    if (type === EdgeType.other) return;
    const name = checkedName(values, at, this.#strings.count);
    const special = type === EdgeType.internal ? this.#strings.special(name) : Special.none;
    if (isContentType(targetType)) this.#markText(owner, special, target);
    if (type === EdgeType.context) this.#uses[name] |= Use.name | Use.spoken;
    else if (type !== EdgeType.property) this.#uses[name] |= Use.name | Use.engine;
    else this.#pending.push(name);
    if (special === Special.properties && targetType === NodeType.array) this.#isDictionary = true;
  }

  #markText(owner: number, special: number, target: number): void {
    const type = owner & TYPE_MASK;
    if (type === NodeType.number) this.marks[target] |= special === Special.value ? Mark.number : 0;
    else if (type !== NodeType.code) return;
    else if (special === Special.source) this.marks[target] |= Mark.source;
    else if (special === Special.name) this.marks[target] |= Mark.scriptName;
    else this.marks[target] |= (owner & DESCRIBES_SCOPE) !== 0 ? Mark.scope | Mark.code : Mark.code;
  }

  #endOwner(): void {
    if (this.#pending.length > 0) {
      const owner = this.#nodes.facts[this.#owner];
      const isTable = (this.#isDictionary && (owner & GLOBAL) === 0) || (owner & PLAIN) !== 0;
      for (const name of this.#pending) this.#uses[name] |= isTable ? Use.key : Use.field;
      this.#pending.length = 0;
    }
    this.#isDictionary = false;
  }
}
