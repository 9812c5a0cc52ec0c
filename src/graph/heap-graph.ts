import { EDGE_TYPE_BITS, EDGE_TYPE_MASK, type SnapshotColumns } from '../snapshot/columns.js';
import { type EdgeType, edgeTypeHasIndexName, NodeType } from '../snapshot/kinds.js';
import type { StringTable } from '../snapshot/string-table.js';
import { ClassIndex } from './class-index.js';
import { findPrototypes, type Prototypes } from './corrected-class-names.js';
import { EdgeCode, edgeTypeOfCode, RETAINS } from './edge-codes.js';
import { joinEqualNames } from './equal-names.js';
import { findOrdinals, type IdLookup } from './ordinals.js';
import type { RetainingGraph } from './retaining-graph.js';
import { applyRetentionRules, type EphemeronTables, type HeldFor } from './retention.js';

/** Size of the cache of decoded names; a power of two. */
const NAME_CACHE_SIZE = 2 ** 12;

/**
 * One snapshot as a graph: immutable and synchronous. A node is identified by its ordinal, an edge by its index. The
 * graph takes ownership of the columns: equal names get one index, the retention rules recode their edge heads, and the names of prototypes are corrected.
 *
 * @example const graph = new HeapGraph(await readSnapshot(source)); for (let edge = graph.firstEdges[node]; edge <
 *   graph.firstEdges[node + 1]; edge += 1) { console.log(graph.edgeName(edge), '→', graph.nodeName(graph.target(edge)));
 *   }
 */
export class HeapGraph implements RetainingGraph {
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly firstEdges: Uint32Array;
  readonly edgeHeads: Uint32Array;
  readonly edgeNames: Uint32Array;
  readonly nodeTypes: Uint8Array;
  readonly nodeNames: Uint32Array;
  readonly nodeIds: Uint32Array;
  /** Bytes. */
  readonly shallowSizes: Uint32Array | Float64Array;
  readonly strings: StringTable;
  readonly columns: SnapshotColumns;
  readonly retains: Uint8Array = RETAINS;
  /** Edge from a WeakMap's key to its value → ordinal of the table. */
  readonly ephemeronTables: EphemeronTables;
  /** Edge from a cell of a FinalizationRegistry to the held value → the registered object. */
  readonly heldFor: HeldFor;
  /** Which objects are the `prototype` of a function. */
  readonly prototypes: Prototypes;
  /** Properties of names, by index; computed on first use. */
  readonly #nameTraits: Uint8Array;
  /** Recently decoded names: a direct-mapped cache by the low bits of the index. */
  readonly #cachedIndexes = new Int32Array(NAME_CACHE_SIZE).fill(-1);
  readonly #cachedNames: string[] = new Array<string>(NAME_CACHE_SIZE).fill('');
  #classes: ClassIndex | null = null;

  constructor(columns: SnapshotColumns) {
    joinEqualNames(columns);
    const { ephemeronTables, heldFor } = applyRetentionRules(columns);
    this.ephemeronTables = ephemeronTables;
    this.heldFor = heldFor;
    this.prototypes = findPrototypes(columns);
    this.columns = columns;
    this.nodeCount = columns.nodeCount;
    this.edgeCount = columns.edgeCount;
    this.firstEdges = columns.firstEdges;
    this.edgeHeads = columns.edgeHeads;
    this.edgeNames = columns.edgeNames;
    this.nodeTypes = columns.nodeTypes;
    this.nodeNames = columns.nodeNames;
    this.nodeIds = columns.nodeIds;
    this.shallowSizes = columns.shallowSizes;
    this.strings = columns.strings;
    this.#nameTraits = new Uint8Array(columns.strings.count);
  }

  /** The string at an index. Unlike the string table it caches, as nearly all nodes and edges share few names. */
  nameAt(index: number): string {
    const place = index & (NAME_CACHE_SIZE - 1);
    if (this.#cachedIndexes[place] === index) return this.#cachedNames[place];
    const name = this.strings.get(index);
    this.#cachedIndexes[place] = index;
    this.#cachedNames[place] = name;
    return name;
  }

  /** Class name of an object, name of a function, description of anything else. */
  nodeName(node: number): string {
    return this.nameAt(this.nodeNames[node]);
  }

  nodeType(node: number): NodeType {
    return this.nodeTypes[node] as NodeType;
  }

  target(edge: number): number {
    return this.edgeHeads[edge] >>> EDGE_TYPE_BITS;
  }

  edgeCode(edge: number): EdgeCode {
    return (this.edgeHeads[edge] & EDGE_TYPE_MASK) as EdgeCode;
  }

  edgeType(edge: number): EdgeType {
    return edgeTypeOfCode(this.edgeHeads[edge] & EDGE_TYPE_MASK);
  }

  /** Name of a property, variable or internal slot; the index, in decimal, of an element or hidden edge. */
  edgeName(edge: number): string {
    const code = this.edgeHeads[edge] & EDGE_TYPE_MASK;
    return this.#isIndexed(edge, code) ? String(this.edgeNames[edge]) : this.nameAt(this.edgeNames[edge]);
  }

  /** Index of an element or hidden edge, or null for a named one. */
  edgeIndex(edge: number): number | null {
    const code = this.edgeHeads[edge] & EDGE_TYPE_MASK;
    return this.#isIndexed(edge, code) ? this.edgeNames[edge] : null;
  }

  // Recoded edges from the root itself to a native handle were `element` edges, so they are numbered.
  #isIndexed(edge: number, code: number): boolean {
    return edgeTypeHasIndexName(edgeTypeOfCode(code)) || (code === EdgeCode.handleRoot && edge < this.firstEdges[1]);
  }

  /** The node that edge `edge` leaves. Binary search, O(log nodes). */
  source(edge: number): number {
    const { firstEdges } = this;
    let low = 0;
    let high = this.nodeCount - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (firstEdges[middle] <= edge) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The ordinal of a node id, or -1. O(nodes): for more than a few see {@link ordinalsOf}. */
  ordinalOf(id: number): number {
    return this.nodeIds.indexOf(id);
  }

  /** Ordinals by node id, without the ids that no node has. O(nodes + ids). */
  ordinalsOf(ids: IdLookup): Map<number, number> {
    return findOrdinals(this.nodeIds, ids);
  }

  /** The objects by the name of their class. The index is built at the first call. */
  get classes(): ClassIndex {
    this.#classes ??= new ClassIndex(this);
    return this.#classes;
  }

  /** Scopes of functions, blocks and modules, ascending. O(scopes) once {@link classes} are known. */
  contexts(): Uint32Array {
    const classes = this.classes.names.filter((name) => (this.#traitsOf(name) & NameTrait.context) !== 0);
    const [most = new Uint32Array(0), ...others] = classes.map((name) => this.classes.objectsOf(name));
    return others.length === 0 ? most : Uint32Array.from([most, ...others].flatMap((list) => [...list])).sort();
  }

  /** First edge of `node` with this property, variable or internal name, or -1. */
  findEdge(node: number, type: EdgeType, name: string): number {
    const index = this.strings.indexOf(name);
    return index === -1 ? -1 : this.findEdgeAt(node, type, index);
  }

  /** As {@link findEdge}, by the index of the name; faster for queries on many nodes. */
  findEdgeAt(node: number, type: EdgeType, name: number): number {
    for (let edge = this.firstEdges[node], end = this.firstEdges[node + 1]; edge < end; edge += 1) {
      if (this.edgeNames[edge] === name && (this.edgeHeads[edge] & EDGE_TYPE_MASK) === type) return edge;
    }
    return -1;
  }

  /** Target of the first edge of `node` with this name, or -1. */
  follow(node: number, type: EdgeType, name: string): number {
    const edge = this.findEdge(node, type, name);
    return edge === -1 ? -1 : this.target(edge);
  }

  /** Engine structure by its name, such as `system / Context`. */
  isSystem(node: number): boolean {
    return (this.#traitsOf(this.nodeNames[node]) & NameTrait.system) !== 0;
  }

  /** An ordinary object of the program, not an engine structure such as `system / Context`. */
  isObject(node: number): boolean {
    return this.nodeTypes[node] === NodeType.object && !this.isSystem(node);
  }

  isContext(node: number): boolean {
    return (this.#traitsOf(this.nodeNames[node]) & NameTrait.context) !== 0;
  }

  #traitsOf(index: number): number {
    const known = this.#nameTraits[index];
    if (known !== 0) return known;
    const traits = traitsOfName(this.strings.get(index));
    this.#nameTraits[index] = traits;
    return traits;
  }
}

/** Flags for what a node's name means. */
const NameTrait = { known: 1, system: 2, context: 4 } as const;

function traitsOfName(name: string): number {
  if (!name.startsWith('system / ')) return NameTrait.known;
  const isContext = name.endsWith('Context') && name !== 'system / NativeContext';
  return NameTrait.known | NameTrait.system | (isContext ? NameTrait.context : 0);
}
