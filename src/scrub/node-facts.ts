import { FormatError } from '../snapshot/format-error.js';
import { NodeType } from '../snapshot/kinds.js';
import { RowError, type RowSink, rejectWide, type WideNumbers } from '../snapshot/row-sink.js';
import type { SnapshotLayout } from '../snapshot/snapshot-layout.js';
import { Special, type StringFacts } from './string-facts.js';

/** The type of a node, in the lower bits of its facts. */
export const TYPE_MASK = 15;
/** A plain object, whose property names may be keys. */
export const PLAIN = 16;
/** The engine's description of a scope: it lists variables. */
export const DESCRIBES_SCOPE = 32;
/** The global object, which is kept as a dictionary. The names of its properties are those of variables. */
export const GLOBAL = 64;

/** Counts of edges that do not fit into a byte are kept apart. */
const MANY_EDGES = 255;

/** Whether nodes of a type carry contents of the program in their names. */
export function isContentType(type: number): boolean {
  switch (type) {
    case NodeType.string:
    case NodeType.consString:
    case NodeType.slicedString:
    case NodeType.regexp:
    case NodeType.symbol:
    case NodeType.bigint:
      return true;
    default:
      return false;
  }
}

/** What is kept of each node while its edges are read: two bytes. */
export class NodeFacts implements RowSink {
  readonly section = 'nodes';
  readonly stride: number;
  /** By ordinal: type, {@link PLAIN}, {@link DESCRIBES_SCOPE}. */
  readonly facts: Uint8Array;
  readonly #edgeCounts: Uint8Array;
  readonly #manyEdges = new Map<number, number>();
  readonly #layout: SnapshotLayout;
  readonly #strings: StringFacts;
  #rows = 0;
  #edges = 0;

  constructor(layout: SnapshotLayout, strings: StringFacts) {
    this.#layout = layout;
    this.#strings = strings;
    this.stride = layout.nodes.stride;
    this.facts = new Uint8Array(layout.nodeCount);
    this.#edgeCounts = new Uint8Array(layout.nodeCount);
  }

  edgeCount(node: number): number {
    const count = this.#edgeCounts[node];
    return count === MANY_EDGES ? (this.#manyEdges.get(node) ?? 0) : count;
  }

  accept(values: Uint32Array, length: number, wide: WideNumbers): void {
    const { nodes, nodeCount } = this.#layout;
    const { stride, types } = nodes;
    const excess = this.#rows + length / stride - nodeCount;
    if (excess > 0)
      throw new RowError(length - excess * stride, `expected ${nodeCount} nodes ("node_count"), found more`);
    if (wide.size > 0) rejectWide(wide, stride, (field) => field === nodes.selfSize);
    let row = this.#rows;
    for (let at = 0; at < length; at += stride, row += 1) {
      const code = values[at + nodes.type];
      if (code >= types.length)
        throw new RowError(at + nodes.type, `expected a node type below ${types.length}, found ${code}`);
      const name = checkedName(values, at + nodes.name, this.#strings.count);
      const special = this.#strings.special(name);
      const isPlain = special === Special.object && types[code] === NodeType.object;
      const describesScope = special === Special.scopeInfo || special === Special.localNames;
      this.facts[row] =
        types[code] |
        (isPlain ? PLAIN : 0) |
        (describesScope ? DESCRIBES_SCOPE : 0) |
        (special === Special.global ? GLOBAL : 0);
      const count = values[at + nodes.edgeCount];
      this.#edgeCounts[row] = Math.min(count, MANY_EDGES);
      if (count >= MANY_EDGES) this.#manyEdges.set(row, count);
      this.#edges += count;
    }
    this.#rows = row;
  }

  finish(): void {
    const { nodeCount, edgeCount } = this.#layout;
    if (this.#rows !== nodeCount)
      throw new FormatError('malformed', `expected ${nodeCount} nodes ("node_count"), found ${this.#rows}`);
    if (this.#edges !== edgeCount) {
      throw new FormatError(
        'malformed',
        `expected the nodes to have ${edgeCount} edges ("edge_count"), but they claim ${this.#edges}`,
      );
    }
  }

  progress(): string {
    return `${this.#rows} of ${this.#layout.nodeCount} nodes`;
  }
}

/** The name at `at`, which must be the index of a string. @throws RowError */
export function checkedName(values: Uint32Array, at: number, stringCount: number): number {
  const name = values[at];
  if (name < stringCount) return name;
  throw new RowError(at, `expected the index of one of ${stringCount} strings, found ${name}`);
}
