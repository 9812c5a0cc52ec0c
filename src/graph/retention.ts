import { EDGE_TYPE_BITS, EDGE_TYPE_MASK, type SnapshotColumns } from '../snapshot/columns.js';
import { EdgeType, NodeType } from '../snapshot/kinds.js';
import { EdgeCode } from './edge-codes.js';
import { findEntries, readTableIds } from './ephemerons.js';
import { NumberList } from './number-list.js';

const TRANSIENT_ROOTS = new Set(['(Stack roots)', '(Handle scope)', '(Handle scopes)', '(Debugger)', '(Relocatable)']);
const GLOBAL_HANDLES = '(Global handles)';
const WRAPPER_EDGE = 'javascript_to_native';
const HTTP_PARSER = 'HTTPParser';
const ASYNC_WRAP = 'AsyncWrap';
const JOB_SCOPED_EDGE = 'weak_refs_keep_during_job';
const WEAK_CELL = 'system / WeakCell';
const ID_FILTER_SIZE = 2 ** 16;

/** For each edge from a WeakMap's key to its value: the ordinal of the table. */
export type EphemeronTables = ReadonlyMap<number, number>;

/** For each edge from a cell of a FinalizationRegistry to the held value: the ordinal of the cell's target, if it lives. */
export type HeldFor = ReadonlyMap<number, number>;

/**
 * The only place that decides which edges retain. Rewrites the type bits of `edgeHeads` IN PLACE into
 * {@link EdgeCode}s, so that every later walk is a table lookup. Weak edges and shortcuts never retain (except the root's
 * shortcut to the global object). Entries of a WeakMap retain through their key, and only while the table is alive.
 * Edges from the stack, the handle scope, the debugger, native handles, FinalizationRegistry cells (held values) and to
 * targets of WeakRefs read in this job have codes of their own.
 *
 * Self edges and references that V8 lists twice need no code: they do not change any walk. Observed on Node 18 to 26
 * (see docs/how-it-works.md).
 */
export function applyRetentionRules(columns: SnapshotColumns): { ephemeronTables: EphemeronTables; heldFor: HeldFor } {
  const rules = new RetentionRules(columns);
  rules.codeRoots();
  const tableIds = readTableIds(columns.strings);
  const { tables, cells } = rules.codeHandles(new Set(tableIds.values()));
  return { ephemeronTables: rules.codeEphemerons(tableIds, tables), heldFor: rules.codeHeldValues(cells) };
}

/** Nodes found in one pass over all nodes, for the rules that concern only a few. */
interface Candidates {
  /** Ordinals of the tables of WeakMaps, by node id. */
  readonly tables: ReadonlyMap<number, number>;
  /** Ordinals of nodes with the name of a FinalizationRegistry cell. */
  readonly cells: Uint32Array;
}

class RetentionRules {
  private readonly columns: SnapshotColumns;
  /** Whether a node of this name is a native handle, by index of the name. */
  private readonly handleNames = new Map<number, boolean>();
  /** Index of the name of the edge from a wrapper to its handle, or -1. */
  private readonly wrapperEdge: number;
  /** Index of the name of the edge to an object's prototype, or -1. */
  private readonly proto: number;

  constructor(columns: SnapshotColumns) {
    this.columns = columns;
    this.wrapperEdge = columns.strings.indexOf(WRAPPER_EDGE);
    this.proto = columns.strings.indexOf('__proto__');
  }

  /** There are few roots, all near node 0, so only their edges are visited. */
  codeRoots(): void {
    const { columns } = this;
    this.recodeEdges(0, (_, type) => (type === EdgeType.shortcut ? EdgeCode.rootShortcut : null));
    for (let edge = columns.firstEdges[0]; edge < columns.firstEdges[1]; edge += 1) {
      const root = this.target(edge);
      if (
        columns.nodeTypes[root] !== NodeType.synthetic ||
        columns.strings.get(columns.nodeNames[root]) !== '(GC roots)'
      )
        continue;
      for (let e = columns.firstEdges[root]; e < columns.firstEdges[root + 1]; e += 1)
        this.codeRootGroup(this.target(e));
    }
  }

  /**
   * Native handles are referenced by the root, and again by Node's environment, whose clean-up queue lists all of them.
   * A reference from native code only means that the handle is open, not that it is in use.
   *
   * This is the only loop over all nodes, so it also collects candidates for the other rules.
   *
   * @param tableIds node ids of the tables of WeakMaps
   */
  codeHandles(tableIds: ReadonlySet<number>): Candidates {
    const { nodeCount, nodeTypes, nodeNames, nodeIds, strings } = this.columns;
    const cellName = strings.indexOf(WEAK_CELL);
    const cells = new NumberList();
    const tables = new Map<number, number>();
    // The filter on the low bits rejects nearly all nodes before the set is consulted.
    const lowBits = new Uint8Array(ID_FILTER_SIZE);
    for (const id of tableIds) lowBits[id & (ID_FILTER_SIZE - 1)] = 1;
    for (let node = 0; node < nodeCount; node += 1) {
      const type = nodeTypes[node];
      if (type === NodeType.native || type === NodeType.synthetic || node === 0) this.codeHandlesOf(node);
      if (nodeNames[node] === cellName) cells.push(node);
      const id = nodeIds[node];
      if (lowBits[id & (ID_FILTER_SIZE - 1)] === 1 && tableIds.has(id)) tables.set(id, node);
    }
    return { tables, cells: cells.take() };
  }

  private codeHandlesOf(node: number): void {
    const { firstEdges, edgeHeads } = this.columns;
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge += 1) {
      const head = edgeHeads[edge];
      const type = head & EDGE_TYPE_MASK;
      if ((type === EdgeType.element || type === EdgeType.internal) && this.isNodeHandle(head >>> EDGE_TYPE_BITS))
        edgeHeads[edge] = ((head & ~EDGE_TYPE_MASK) | EdgeCode.handleRoot) >>> 0;
    }
  }

  private codeRootGroup(group: number): void {
    const { columns } = this;
    const name = columns.strings.get(columns.nodeNames[group]);
    if (TRANSIENT_ROOTS.has(name)) {
      this.recodeEdges(group, () => EdgeCode.transientRoot);
    } else if (name === GLOBAL_HANDLES) {
      this.recodeEdges(group, (edge) => (this.isHandleWrapper(this.target(edge)) ? EdgeCode.handleRoot : null));
    } else if (name === '(Strong roots)') {
      this.recodeEdges(group, (edge, type) =>
        type === EdgeType.internal && columns.strings.get(columns.edgeNames[edge]) === JOB_SCOPED_EDGE
          ? EdgeCode.jobScoped
          : null,
      );
    }
  }

  /** A native object that Node.js wraps around a libuv handle or request: `Node / TCPSocketWrap`. */
  private isNodeHandle(node: number): boolean {
    const type = this.columns.nodeTypes[node];
    if (type !== NodeType.native && type !== NodeType.synthetic) return false;
    const index = this.columns.nodeNames[node];
    let known = this.handleNames.get(index);
    if (known === undefined) {
      known = isHandleName(this.columns.strings.get(index));
      this.handleNames.set(index, known);
    }
    return known;
  }

  /**
   * A JavaScript object that stands for a native handle, such as the `TCP` behind a socket. The parser of an open HTTP
   * connection has no native object in the snapshot: it is recognized by its name and prototype.
   */
  private isHandleWrapper(node: number): boolean {
    const { columns, wrapperEdge } = this;
    let inheritsFrom = -1;
    for (let edge = columns.firstEdges[node]; edge < columns.firstEdges[node + 1]; edge += 1) {
      const type = columns.edgeHeads[edge] & EDGE_TYPE_MASK;
      const name = columns.edgeNames[edge];
      if (type === EdgeType.internal && name === wrapperEdge) return this.isNodeHandle(this.target(edge));
      if (type === EdgeType.property && name === this.proto) inheritsFrom = columns.nodeNames[this.target(edge)];
    }
    const { strings, nodeNames } = columns;
    return (
      inheritsFrom !== -1 && strings.get(nodeNames[node]) === HTTP_PARSER && strings.get(inheritsFrom) === ASYNC_WRAP
    );
  }

  /**
   * V8 lists a WeakMap's entry as two internal edges of one name, from the key and from the table, and
   * that name ends with the table's node id.
   */
  codeEphemerons(tableIds: ReadonlyMap<number, number>, tables: ReadonlyMap<number, number>): EphemeronTables {
    const { edgeHeads, edgeNames, nodeIds } = this.columns;
    const ofEdge = new Map<number, number>();
    const { edges, sources } = findEntries(this.columns, tableIds, tables.values());
    for (const [place, edge] of edges.entries()) {
      const tableId = tableIds.get(edgeNames[edge]) ?? -1;
      const table = tables.get(tableId);
      const fromTable = tableId === nodeIds[sources[place]];
      // A table that is not in the snapshot was collected: then no key retains the value.
      const code = fromTable || table === undefined ? EdgeCode.ephemeronTable : EdgeCode.ephemeronValue;
      edgeHeads[edge] = ((edgeHeads[edge] & ~EDGE_TYPE_MASK) | code) >>> 0;
      if (!fromTable && table !== undefined) ofEdge.set(edge, table);
    }
    return ofEdge;
  }

  /**
   * A cell of a FinalizationRegistry: hidden edge 0 leads to the registry, the next one to the held value, later ones
   * to neighbors in lists; the edge to the target is weak. The registry retains the held value until the target is
   * collected.
   */
  codeHeldValues(cells: Uint32Array): HeldFor {
    const { columns } = this;
    const heldFor = new Map<number, number>();
    for (const node of cells) {
      if (columns.nodeTypes[node] === NodeType.object) continue;
      let held = -1;
      let target = -1;
      for (let edge = columns.firstEdges[node]; edge < columns.firstEdges[node + 1]; edge += 1) {
        const type = columns.edgeHeads[edge] & EDGE_TYPE_MASK;
        if (type === EdgeType.weak && columns.strings.get(columns.edgeNames[edge]) === 'target')
          target = this.target(edge);
        const isValue = type === EdgeType.hidden && columns.edgeNames[edge] > 0;
        if (isValue && held === -1 && columns.nodeNames[this.target(edge)] !== columns.nodeNames[node]) held = edge;
      }
      if (held === -1) continue;
      columns.edgeHeads[held] = ((columns.edgeHeads[held] & ~EDGE_TYPE_MASK) | EdgeCode.heldValue) >>> 0;
      if (target !== -1) heldFor.set(held, target);
    }
    return heldFor;
  }

  private recodeEdges(node: number, code: (edge: number, type: number) => EdgeCode | null): void {
    const { firstEdges, edgeHeads } = this.columns;
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge += 1) {
      const type = edgeHeads[edge] & EDGE_TYPE_MASK;
      // All others of V8's are weak. In a file of other origin, a numbered edge would lose its type and keep its number.
      if (type !== EdgeType.internal && type !== EdgeType.shortcut) continue;
      const wanted = code(edge, type);
      if (wanted !== null) edgeHeads[edge] = ((edgeHeads[edge] & ~EDGE_TYPE_MASK) | wanted) >>> 0;
    }
  }

  private target(edge: number): number {
    return this.columns.edgeHeads[edge] >>> EDGE_TYPE_BITS;
  }
}

function isHandleName(name: string): boolean {
  return /^Node \/ .*(Wrap|Parser|Handle|Port)$/.test(name) && name !== 'Node / ModuleWrap';
}
